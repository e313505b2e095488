package ai.superit.halo.application.testing;

import ai.superit.halo.application.webhook.DeliveryRules;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryFilters;
import ai.superit.halo.domain.webhook.KeptHeaders;
import java.util.Optional;

/// Rules by connection.
record InMemoryDeliveryRules(Memory memory) implements DeliveryRules {
  @Override
  public DeliveryFilters filters(ConnectionId connection) {
    return memory.with(state -> state.filters.getOrDefault(connection, DeliveryFilters.NONE));
  }

  @Override
  public void save(ConnectionId connection, DeliveryFilters filters) {
    memory.with(state -> Optional.ofNullable(state.filters.put(connection, filters)));
  }

  @Override
  public KeptHeaders headers(ConnectionId connection) {
    return memory.with(state -> state.headers.getOrDefault(connection, KeptHeaders.NONE));
  }

  @Override
  public void save(ConnectionId connection, KeptHeaders headers) {
    memory.with(state -> Optional.ofNullable(state.headers.put(connection, headers)));
  }

  @Override
  public boolean bodiesWithoutId(ConnectionId connection) {
    return memory.with(state -> state.bodiesWithoutId.contains(connection));
  }

  @Override
  public void saveBodiesWithoutId(ConnectionId connection, boolean accepted) {
    memory.with(state ->
        accepted
            ? state.bodiesWithoutId.add(connection)
            : state.bodiesWithoutId.remove(connection));
  }
}

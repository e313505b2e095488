package ai.superit.halo.application.testing;

import ai.superit.halo.application.webhook.Refusal;
import ai.superit.halo.application.webhook.RefusedDeliveries;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/// A list of all that was added.
record InMemoryRefusedDeliveries(Memory memory) implements RefusedDeliveries {
  @Override
  public void add(Collection<Count> counts) {
    memory.with(state -> state.refused.addAll(counts));
  }

  @Override
  public Map<Refusal, Long> since(ConnectionId connection, Instant moment) {
    var first = moment.truncatedTo(ChronoUnit.HOURS);
    return memory.with(state ->
        state.refused.stream()
            .filter(count -> count.connection().equals(connection) && !count.at().isBefore(first))
            .collect(Collectors.toMap(Count::reason, Count::number, Long::sum)));
  }

  @Override
  public void forgetBefore(Instant moment) {
    var first = moment.truncatedTo(ChronoUnit.HOURS);
    memory.with(state -> state.refused.removeIf(count -> count.at().isBefore(first)));
  }
}

package ai.superit.halo.webhook;

import ai.superit.halo.application.webhook.DeliveryRules;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryFilters;
import ai.superit.halo.domain.webhook.KeptHeaders;

/// The same headers for every connection; filters are not the endpoint's business.
final class KnownRules implements DeliveryRules {
  volatile KeptHeaders headers = KeptHeaders.NONE;

  @Override
  public DeliveryFilters filters(ConnectionId connection) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void save(ConnectionId connection, DeliveryFilters filters) {
    throw new UnsupportedOperationException();
  }

  @Override
  public KeptHeaders headers(ConnectionId connection) {
    return headers;
  }

  @Override
  public void save(ConnectionId connection, KeptHeaders saved) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean bodiesWithoutId(ConnectionId connection) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void saveBodiesWithoutId(ConnectionId connection, boolean accepted) {
    throw new UnsupportedOperationException();
  }
}

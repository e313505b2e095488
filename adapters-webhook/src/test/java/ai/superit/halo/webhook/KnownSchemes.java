package ai.superit.halo.webhook;

import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

final class KnownSchemes implements WebhookSchemes {
  private final Map<ConnectionId, AcceptedSchemes> schemes = new ConcurrentHashMap<>();

  @Override
  public Optional<AcceptedSchemes> accepted(ConnectionId connection) {
    return Optional.ofNullable(schemes.get(connection));
  }

  @Override
  public void save(ConnectionId connection, AcceptedSchemes accepted) {
    schemes.put(connection, accepted);
  }
}

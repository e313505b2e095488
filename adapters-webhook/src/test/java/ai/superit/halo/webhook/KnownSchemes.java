package ai.superit.halo.webhook;

import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

final class KnownSchemes implements WebhookSchemes {
  private final Map<ConnectionId, WebhookScheme> schemes = new ConcurrentHashMap<>();

  @Override
  public Optional<WebhookScheme> find(ConnectionId connection) {
    return Optional.ofNullable(schemes.get(connection));
  }

  @Override
  public void save(ConnectionId connection, WebhookScheme scheme) {
    schemes.put(connection, scheme);
  }
}

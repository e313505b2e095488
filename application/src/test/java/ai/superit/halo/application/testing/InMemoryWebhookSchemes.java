package ai.superit.halo.application.testing;

import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.util.Optional;

/// Schemes by connection.
record InMemoryWebhookSchemes(Memory memory) implements WebhookSchemes {
  @Override
  public Optional<WebhookScheme> find(ConnectionId connection) {
    return memory.with(state -> Optional.ofNullable(state.schemes.get(connection)));
  }

  @Override
  public void save(ConnectionId connection, WebhookScheme scheme) {
    memory.with(state -> Optional.ofNullable(state.schemes.put(connection, scheme)));
  }
}

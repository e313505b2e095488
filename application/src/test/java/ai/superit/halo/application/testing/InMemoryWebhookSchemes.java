package ai.superit.halo.application.testing;

import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import java.util.Optional;

/// Schemes by connection.
record InMemoryWebhookSchemes(Memory memory) implements WebhookSchemes {
  @Override
  public Optional<AcceptedSchemes> accepted(ConnectionId connection) {
    return memory.with(state -> Optional.ofNullable(state.schemes.get(connection)));
  }

  @Override
  public void save(ConnectionId connection, AcceptedSchemes schemes) {
    memory.with(state -> Optional.ofNullable(state.schemes.put(connection, schemes)));
  }
}

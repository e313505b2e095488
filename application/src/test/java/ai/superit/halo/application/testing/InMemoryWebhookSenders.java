package ai.superit.halo.application.testing;

import ai.superit.halo.application.webhook.WebhookSenders;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.SenderRules;
import java.util.Optional;

/// Rules by connection.
record InMemoryWebhookSenders(Memory memory) implements WebhookSenders {
  @Override
  public SenderRules rules(ConnectionId connection) {
    return memory.with(state -> state.senders.getOrDefault(connection, SenderRules.ANYBODY));
  }

  @Override
  public void save(ConnectionId connection, SenderRules rules) {
    memory.with(state -> Optional.ofNullable(state.senders.put(connection, rules)));
  }
}

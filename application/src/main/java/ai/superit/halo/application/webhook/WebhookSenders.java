package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.SenderRules;

/// From where the deliveries of each connection may come.
public interface WebhookSenders {
  /// Answers from memory and never waits for the store, so that strangers cannot make it work;
  /// learns of changes made by other instances within seconds. [SenderRules#ANYBODY] until rules
  /// were saved.
  SenderRules rules(ConnectionId connection);

  /// Stores the rules in place of those before; known here at once.
  void save(ConnectionId connection, SenderRules rules);
}

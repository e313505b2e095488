package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.util.Optional;

/// How the deliveries of each connection are authenticated.
public interface WebhookSchemes {
  /// Answers from memory and never waits for the store, so that strangers cannot make it work;
  /// learns of changes made by other instances within seconds. Empty for a connection that is
  /// unknown or has no webhook.
  Optional<WebhookScheme> find(ConnectionId connection);

  /// Stores the scheme in place of the one before; known here at once.
  void save(ConnectionId connection, WebhookScheme scheme);
}

package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.util.Optional;
import java.util.Set;

/// How the deliveries of each connection are authenticated.
public interface WebhookSchemes {
  /// Answers from memory and never waits for the store, so that strangers cannot make it work;
  /// learns of changes made by other instances within seconds. Empty for a connection that is
  /// unknown or has no webhook. A scheme that counted for a while may still be there after its end:
  /// ask it whether it counts.
  Optional<AcceptedSchemes> accepted(ConnectionId connection);

  /// Connections with a scheme that this instance cannot open, because it lacks the key that sealed
  /// it. What proves itself by such a scheme cannot be told from what does not. From memory, as
  /// [#accepted], which is empty for them.
  default Set<ConnectionId> unreadable() {
    return Set.of();
  }

  /// Whether there are schemes and all of them are [#unreadable], as where the keys are those of
  /// another installation. From memory, as [#accepted].
  default boolean isLockedOut() {
    return false;
  }

  /// The scheme that stays, as [#accepted] knows it.
  default Optional<WebhookScheme> find(ConnectionId connection) {
    return accepted(connection).map(AcceptedSchemes::present);
  }

  /// As [#accepted], but asks the store, so that it knows what another instance has just saved.
  ///
  /// @throws ai.superit.halo.application.StoreUnavailable if the store cannot be reached
  default Optional<AcceptedSchemes> stored(ConnectionId connection) {
    return accepted(connection);
  }

  /// Stores the schemes in place of all before; known here at once.
  void save(ConnectionId connection, AcceptedSchemes schemes);

  /// As [#save(ConnectionId, AcceptedSchemes)], with nothing beside the scheme.
  default void save(ConnectionId connection, WebhookScheme scheme) {
    save(connection, AcceptedSchemes.only(scheme));
  }
}

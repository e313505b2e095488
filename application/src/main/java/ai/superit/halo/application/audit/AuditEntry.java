package ai.superit.halo.application.audit;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.Optional;

/// One change, as it was recorded; never changed and never removed.
///
/// @param number 1 for the first entry, then without a gap
/// @param connection empty for what belongs to no connection; it may be gone by now
/// @param actor empty for what the service does by itself
public record AuditEntry(
    long number,
    Instant at,
    Optional<ConnectionId> connection,
    Optional<Actor> actor,
    Thing thing,
    Content content) {
  /// @param before JSON without secrets; empty if there was nothing
  /// @param after JSON without secrets, which only says that they were set or replaced; empty if
  ///   nothing is left
  public record Content(Optional<String> before, Optional<String> after) {}

  /// What was changed.
  public enum Thing {
    CONNECTION,
    SECRET,
    AUTHORISATION,
    CONSENT,
    TEAM,
    CLIENT_LINK,
    WEBHOOK_SCHEME,
    WEBHOOK_SENDERS,
    WEBHOOK_EVENT,
    DELIVERY_RULES,
    SYNC_SCHEDULE,
    SYNC_PAUSE,
    SYNC_SCOPE,
    SYNC,
    HELD_DELETION,
    REJECTED_ROW,
    DEAD_LETTERS,
    ALERT_CHANNEL,
    ALERT_RULE,
    ALERT
  }
}

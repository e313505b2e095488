package ai.superit.halo.application.alert;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.UUID;

/// What people are told of an alert.
///
/// @param alert the same for its opening and its end
/// @param connectionName what managers call the connection
/// @param kind what went wrong, a word such as `DELIVERY_FAILURES`
/// @param at when it was noticed, or noticed to be over
/// @param summary one sentence: what is wrong, with its figures
/// @param advice one sentence: what to do about it
public record AlertNotice(
    UUID alert,
    ConnectionId connection,
    String connectionName,
    String kind,
    Change change,
    Instant at,
    String summary,
    String advice) {

  /// What became of the alert.
  public enum Change {
    OPENED,
    RESOLVED
  }
}

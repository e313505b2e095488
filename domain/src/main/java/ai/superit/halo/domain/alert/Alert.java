package ai.superit.halo.domain.alert;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Something that was wrong with a connection for a while, or still is.
///
/// @param number of the alert in the order in which they opened
/// @param resolved empty while it lasts
public record Alert(
    long number,
    UUID id,
    AlertKind kind,
    Said opened,
    Optional<Acknowledgement> acknowledged,
    Optional<Said> resolved) {
  /// @param summary one sentence for a person, with the figures of that moment
  public record Said(Instant at, String summary) {}

  /// That somebody has taken it on.
  ///
  /// @param by subject of the token
  /// @param note what they say about it; may be empty
  public record Acknowledgement(String by, Instant at, String note) {}

  public enum State {
    OPEN,
    ACKNOWLEDGED,
    RESOLVED
  }

  public State state() {
    if (resolved.isPresent()) {
      return State.RESOLVED;
    }
    return acknowledged.isPresent() ? State.ACKNOWLEDGED : State.OPEN;
  }
}

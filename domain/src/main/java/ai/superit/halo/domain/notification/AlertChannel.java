package ai.superit.halo.domain.notification;

import java.time.Instant;

/// A channel as it may be shown: where it leads is told without its secrets.
///
/// @param name what managers call it
/// @param shown where it leads
public record AlertChannel(
    ChannelId id, String name, ChannelTarget.Kind kind, String shown, Instant createdAt) {
  public static final int MAX_NAME = 100;

  public static AlertChannel of(
      ChannelId id, String name, ChannelTarget target, Instant createdAt) {
    return new AlertChannel(id, name, target.kind(), target.shown(), createdAt);
  }

  /// @throws IllegalArgumentException with a sentence that says what is wrong with the name
  public static String checkedName(String typed) {
    var name = typed.strip();
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException("has 1 to " + MAX_NAME + " characters");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("must not hold line breaks or other control characters");
    }
    return name;
  }
}

package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The refusals in a row of each tenant. Calls that were under way together are refused together
/// and count once.
final class Refusals {
  private record Streak(int length, Instant began, Instant until) {}

  private final Map<ConnectionId, Streak> streaks = new ConcurrentHashMap<>();
  private final InstantSource clock;

  Refusals(InstantSource clock) {
    this.clock = clock;
  }

  /// How long to leave the tenant alone after one more refusal.
  ///
  /// @param sent when the call was sent that is now refused
  Duration pause(ConnectionId connection, Instant sent, Optional<String> retryAfter) {
    var now = clock.instant();
    var streak =
        streaks.compute(
            connection,
            (_, before) -> {
              if (before != null && sent.isBefore(before.began())) {
                return before;
              }
              var length = before == null ? 0 : before.length();
              return new Streak(
                  length + 1, now, now.plus(RetryAfter.pause(retryAfter, length, clock)));
            });
    return Duration.between(now, streak.until());
  }

  void accepted(ConnectionId connection) {
    streaks.computeIfPresent(
        connection, (_, streak) -> clock.instant().isBefore(streak.until()) ? streak : null);
  }
}

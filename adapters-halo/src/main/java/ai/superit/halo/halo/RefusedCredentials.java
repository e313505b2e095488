package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Credentials that Halo has refused lately; asking again at once would only look like an attack.
final class RefusedCredentials {
  private static final Duration HOLDS = Duration.ofSeconds(60);

  /// Halo was not asked again.
  static final class StillRefused extends HaloUnavailable {
    private static final long serialVersionUID = 1L;

    private StillRefused(HaloUnavailable before) {
      super(before.reason(), String.valueOf(before.getMessage()), before);
    }
  }

  private record Refusal(String credentials, Instant until, HaloUnavailable failure) {}

  private final Map<ConnectionId, Refusal> refusals = new ConcurrentHashMap<>();
  private final InstantSource clock;

  RefusedCredentials(InstantSource clock) {
    this.clock = clock;
  }

  /// @param credentials their digest
  /// @throws StillRefused if Halo has refused the same less than a minute ago
  void check(ConnectionId connection, String credentials) {
    var refusal = refusals.get(connection);
    if (refusal != null
        && refusal.credentials.equals(credentials)
        && clock.instant().isBefore(refusal.until)) {
      throw new StillRefused(refusal.failure);
    }
  }

  /// Takes note of a failure that is a refusal; others may be over in a moment.
  void note(ConnectionId connection, String credentials, HaloUnavailable failure) {
    if (isRefusal(failure)) {
      refusals.put(connection, new Refusal(credentials, clock.instant().plus(HOLDS), failure));
    }
  }

  /// Halo has taken these credentials since, or a person has it asked again: whoever comes next may
  /// ask at once.
  void forget(ConnectionId connection, String credentials) {
    refusals.computeIfPresent(
        connection, (_, refusal) -> refusal.credentials.equals(credentials) ? null : refusal);
  }

  static boolean isRefusal(HaloUnavailable failure) {
    return switch (failure.reason()) {
      case UNAUTHORIZED, FORBIDDEN -> true;
      case UNREACHABLE, RATE_LIMITED, SERVER_ERROR, NOT_HALO, REFUSED -> false;
    };
  }
}

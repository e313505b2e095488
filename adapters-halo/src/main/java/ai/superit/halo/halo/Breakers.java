package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Leaves a tenant alone that has not answered for a while: nobody waits for it in vain, and it is
/// not kept from coming back. Then one call at a time tries whether it answers again.
final class Breakers {
  /// Failed attempts in a row, repeated ones included.
  static final int FAILURES = 12;

  private static final Duration FIRST_REST = Duration.ofSeconds(5);

  /// One call in this time keeps no tenant from coming back, and is soon noticed when it has.
  private static final Duration LONGEST_REST = Duration.ofSeconds(15);

  /// Nothing was sent, so that nothing new is known of the tenant.
  static final class LeftAlone extends HaloUnavailable {
    private static final long serialVersionUID = 1L;

    /// The same words for as long as it lasts, since people are shown how often each was said.
    private LeftAlone(Call call) {
      super(
          Cause.UNREACHABLE,
          call.name() + " was not sent: Halo does not answer, and is tried again soon.");
    }
  }

  private record Trouble(int failures, Instant nextTry) {}

  private final Map<ConnectionId, Trouble> troubles = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final Duration callTimeout;

  /// @param callTimeout how long a call that tries may keep the others waiting
  Breakers(InstantSource clock, Duration callTimeout) {
    this.clock = clock;
    this.callTimeout = callTimeout;
  }

  /// Lets a call through, or not.
  ///
  /// @throws LeftAlone if the tenant is left alone
  void check(ConnectionId connection, Call call) {
    var now = clock.instant();
    troubles.computeIfPresent(
        connection,
        (_, trouble) -> {
          if (trouble.failures() < FAILURES) {
            return trouble;
          }
          if (now.isBefore(trouble.nextTry())) {
            throw new LeftAlone(call);
          }
          return new Trouble(trouble.failures(), now.plus(callTimeout));
        });
  }

  /// Whether the tenant is left alone, but for the calls that try.
  boolean isSilent(ConnectionId connection) {
    var trouble = troubles.get(connection);
    return trouble != null && trouble.failures() >= FAILURES;
  }

  void answered(ConnectionId connection) {
    troubles.remove(connection);
  }

  /// Says nothing about the tenant's data, which may be down all the same; but whoever signed in in
  /// order to try them may do so now.
  void signedIn(ConnectionId connection) {
    troubles.computeIfPresent(
        connection, (_, trouble) -> new Trouble(trouble.failures(), clock.instant()));
  }

  void failed(ConnectionId connection) {
    troubles.compute(
        connection,
        (_, before) -> {
          var failures = before == null ? 1 : before.failures() + 1;
          return new Trouble(failures, clock.instant().plus(rest(failures)));
        });
  }

  private static Duration rest(int failures) {
    var rest = FIRST_REST.multipliedBy(1L << Math.clamp((failures - FAILURES) / 4L, 0, 6));
    return rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
  }
}

package ai.superit.halo.bootstrap;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Leaves a tenant alone for a while with what has just failed there, so that it does not hold up
/// the others. What only a person can mend is tried ever more rarely, and at once when the tenant
/// has let the service in again.
final class Pauses {
  enum Work {
    NOTES,
    CLIENT_PAGES,
    FIELDS,
    OLD_NOTES,
    CLIENT_PAGES_AGAIN,
    FIELDS_AGAIN,
    CHANGES
  }

  private record Key(ConnectionId connection, Work work) {}

  private record Pause(Instant began, Instant until, int failures) {
    static final Pause NONE = new Pause(Instant.EPOCH, Instant.EPOCH, 0);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);
  private static final Duration SHORTEST = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MAX_DOUBLINGS = 8;

  private final Map<Key, Pause> pauses = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final Function<ConnectionId, Optional<Instant>> connectedSince;

  /// @param connectedSince since when the tenant lets the service in; empty if it does not
  Pauses(InstantSource clock, Function<ConnectionId, Optional<Instant>> connectedSince) {
    this.clock = clock;
    this.connectedSince = connectedSince;
  }

  /// Does the work unless it pauses; 0 if it pauses or fails. A store that cannot be reached and
  /// the end of the service are the caller's business.
  long unlessPaused(ConnectionId connection, Work work, LongSupplier action) {
    var key = new Key(connection, work);
    if (isPaused(key)) {
      return 0;
    }
    try {
      var done = action.getAsLong();
      pauses.remove(key);
      return done;
    } catch (StoreUnavailable | CallsEnded left) {
      throw left;
    } catch (HaloUnavailable unavailable) {
      pause(key, !mendsItself(unavailable.reason()));
      LOG.warn(
          "halo unavailable connection={} work={} reason={} message={}",
          connection,
          work,
          unavailable.reason(),
          unavailable.getMessage());
      return 0;
    } catch (RuntimeException failure) {
      pause(key, true);
      LOG.error("work failed connection={} work={}", connection, work, failure);
      return 0;
    }
  }

  private boolean isPaused(Key key) {
    var pause = pauses.getOrDefault(key, Pause.NONE);
    if (!pause.until().isAfter(clock.instant())) {
      return false;
    }
    var isMended =
        connectedSince.apply(key.connection()).filter(pause.began()::isBefore).isPresent();
    if (isMended) {
      pauses.remove(key);
    }
    return !isMended;
  }

  private static boolean mendsItself(HaloUnavailable.Cause reason) {
    return switch (reason) {
      case UNREACHABLE, RATE_LIMITED, SERVER_ERROR, REFUSED -> true;
      case UNAUTHORIZED, FORBIDDEN, NOT_HALO -> false;
    };
  }

  private void pause(Key key, boolean growing) {
    var failures = growing ? pauses.getOrDefault(key, Pause.NONE).failures() : 0;
    var span = SHORTEST.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    var pause = span.compareTo(LONGEST) > 0 ? LONGEST : span;
    var now = clock.instant();
    pauses.put(key, new Pause(now, now.plus(pause), failures + 1));
  }
}

package ai.superit.halo.application.webhook;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.application.sync.HaloTenants;
import ai.superit.halo.application.sync.PageQuery;
import ai.superit.halo.application.sync.SilentTenants;
import ai.superit.halo.application.sync.SyncPauses;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Notices when a tenant that did not answer, or did not let the service in, does so again.
/// Deliveries that failed meanwhile wait longer each time, and after a long outage for hours: then
/// they are tried at once.
///
/// A tenant may answer the question and fail at all else, and so fall silent again and again: then
/// its deliveries are tried ever more rarely. Where that goes on for longer than they would be
/// tried anyway, what still fails is parked in the end.
public final class ResumeDeliveries {
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final SilentTenants silent;
  private final SyncPauses pauses;
  private final HaloTenants tenants;
  private final DeliveryInbox inbox;
  private final RetrySchedule retries;
  private final InstantSource clock;
  private final Instant began;
  private final Map<ConnectionId, Instant> awaited = new ConcurrentHashMap<>();
  private final Map<ConnectionId, Instant> connectedSince = new ConcurrentHashMap<>();
  private final Map<ConnectionId, Resumed> resumed = new ConcurrentHashMap<>();

  /// When the deliveries of a tenant were last tried at once.
  ///
  /// @param pause how long they are not again
  private record Resumed(Instant at, Duration pause) {
    static final Resumed NEVER = new Resumed(Instant.EPOCH, FIRST_PAUSE);

    boolean mayAgain(Instant now) {
      return !now.isBefore(at.plus(pause));
    }

    Resumed again(Instant silentSince, Instant now) {
      var isLasting = silentSince.isBefore(at.plus(LONGEST_PAUSE));
      var doubled = pause.multipliedBy(2);
      var longer = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      return new Resumed(now, isLasting ? longer : FIRST_PAUSE);
    }
  }

  public ResumeDeliveries(
      SilentTenants silent,
      SyncPauses pauses,
      HaloTenants tenants,
      DeliveryInbox inbox,
      RetrySchedule retries,
      InstantSource clock) {
    this.silent = silent;
    this.pauses = pauses;
    this.tenants = tenants;
    this.inbox = inbox;
    this.retries = retries;
    this.clock = clock;
    this.began = clock.instant();
  }

  /// To be called every few seconds for each connection, by one thread at a time. Costs a call only
  /// while the tenant is silent, and not more often than it may be tried, when it has let the
  /// service in anew, and when it seems to be back: whoever ended its silence may have been
  /// answered by something else than its data. A paused one is not called, and looked at when it
  /// goes on.
  ///
  /// @return whether the tenant has come back
  public boolean look(Connection connected) {
    var connection = connected.id();
    var now = clock.instant();
    if (isLetInAnew(connected)) {
      awaited.putIfAbsent(connection, now);
    }
    var isSilent = silent.isSilent(connection);
    if (isSilent) {
      awaited.putIfAbsent(connection, now);
    }
    var since = awaited.get(connection);
    if (since == null || pauses.pausedSince(connection).isPresent()) {
      return false;
    }
    var last = resumed.getOrDefault(connection, Resumed.NEVER);
    var isTooSoon = !last.mayAgain(now);
    if (isTooSoon && !isSilent) {
      return false;
    }
    if (!answers(connection) || isTooSoon || silent.isSilent(connection)) {
      return false;
    }
    inbox.hasten(connection, now.minus(retries.span()), now);
    resumed.put(connection, last.again(since, now));
    awaited.remove(connection);
    return true;
  }

  /// Whether it was connected since it was last looked at, as by a person who has mended what Halo
  /// refused.
  private boolean isLetInAnew(Connection connection) {
    var status = connection.status();
    if (status.state() != ConnectionStatus.State.CONNECTED) {
      return false;
    }
    var before = connectedSince.put(connection.id(), status.since());
    return status.since().isAfter(before == null ? began : before);
  }

  /// An answer that is no good is one all the same.
  private boolean answers(ConnectionId connection) {
    try {
      tenants.tenant(connection, Lane.REREAD).countTickets(PageQuery.Section.ALL);
      return true;
    } catch (SecretUnreadable notAsked) {
      return false;
    } catch (HaloUnavailable failure) {
      return switch (failure.reason()) {
        case UNREACHABLE, SERVER_ERROR -> false;
        case UNAUTHORIZED, FORBIDDEN, RATE_LIMITED, NOT_HALO, REFUSED -> true;
      };
    }
  }
}

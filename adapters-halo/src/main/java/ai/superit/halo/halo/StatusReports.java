package ai.superit.halo.halo;

import ai.superit.halo.application.connection.ConnectionHealth;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells what contacts with tenants show of their connections. Of answers only those count that
/// testing a connection rests on as well; a right that is missing elsewhere is no one's state.
final class StatusReports {
  private static final Logger LOG = LoggerFactory.getLogger(StatusReports.class);
  private static final Set<String> TELLING = Set.of("GET /Tickets", "GET /Client");

  private final ConnectionHealth health;
  private final InstantSource clock;

  StatusReports(ConnectionHealth health, InstantSource clock) {
    this.health = health;
    this.clock = clock;
  }

  /// Signs in, and tells of a failure. That Halo is busy, or was not asked, says nothing.
  Session signingIn(ConnectionId connection, Supplier<Session> signingIn) {
    var asked = clock.instant();
    try {
      return signingIn.get();
    } catch (RefusedCredentials.StillRefused known) {
      throw known;
    } catch (HaloUnavailable failure) {
      if (RefusedCredentials.isRefusal(failure)) {
        refused(connection, failure, asked);
      } else if (failure.reason() != HaloUnavailable.Cause.RATE_LIMITED) {
        outOfReach(connection, failure, asked);
      }
      throw failure;
    }
  }

  /// Sends a call, and tells of success and of a tenant that cannot be reached.
  Answer sending(ConnectionId connection, Session session, Call call, Supplier<Answer> sending) {
    var asked = clock.instant();
    try {
      var answer = sending.get();
      if (answer.status() == 200 && TELLING.contains(call.name())) {
        tell(connection, "works", health.works(connection, session.signedIn()));
      }
      return answer;
    } catch (HaloUnavailable failure) {
      if (failure.reason() == HaloUnavailable.Cause.UNREACHABLE) {
        outOfReach(connection, failure, asked);
      }
      throw failure;
    }
  }

  /// Halo does not accept a token that it has just given.
  void uselessToken(ConnectionId connection, Call call) {
    if (TELLING.contains(call.name())) {
      refused(connection, Failures.ofStatus(call, 401), clock.instant());
    }
  }

  private void refused(ConnectionId connection, HaloUnavailable failure, Instant asked) {
    var detail = String.valueOf(failure.getMessage());
    tell(connection, "refused", health.isRefused(connection, detail, asked));
  }

  /// Giving up because the service stops says nothing about the tenant.
  private void outOfReach(ConnectionId connection, HaloUnavailable failure, Instant asked) {
    if (!Thread.currentThread().isInterrupted()) {
      var detail = String.valueOf(failure.getMessage());
      tell(connection, "out_of_reach", health.isOutOfReach(connection, detail, asked));
    }
  }

  private static void tell(ConnectionId connection, String found, boolean changed) {
    if (changed) {
      LOG.info("event=connection_status connection={} found={}", connection, found);
    }
  }
}

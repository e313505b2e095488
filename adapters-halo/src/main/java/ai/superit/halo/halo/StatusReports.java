package ai.superit.halo.halo;

import ai.superit.halo.application.connection.ConnectionHealth;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells what contacts with tenants show of their connections. Of answers only those count that
/// testing a connection rests on as well; a right that is missing elsewhere is no one's state.
/// Neither is a call that fails now and then: see [FailedCalls].
final class StatusReports {
  private static final Logger LOG = LoggerFactory.getLogger(StatusReports.class);
  private static final Set<String> TELLING = Set.of("GET /Tickets", "GET /Client");

  private final ConnectionHealth health;
  private final FailedCalls failedCalls = new FailedCalls();
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
    } catch (RefusedCredentials.StillRefused | Breakers.LeftAlone | SecretUnreadable known) {
      throw known;
    } catch (HaloUnavailable failure) {
      if (RefusedCredentials.isRefusal(failure)) {
        refused(connection, failure, asked);
      } else {
        notLetIn(connection, failure, asked);
      }
      throw failure;
    }
  }

  private void notLetIn(ConnectionId connection, HaloUnavailable failure, Instant asked) {
    switch (failure.reason()) {
      case UNREACHABLE, SERVER_ERROR -> failed(connection, failure, asked);
      case RATE_LIMITED -> {}
      case UNAUTHORIZED, FORBIDDEN, REFUSED, NOT_HALO ->
          outOfReach(connection, message(failure), asked);
    }
  }

  /// Sends a call, and tells of success and of a tenant that is down.
  Answer sending(ConnectionId connection, Session session, Call call, Supplier<Answer> sending) {
    var asked = clock.instant();
    try {
      var answer = sending.get();
      answered(connection, session, call, answer, asked);
      return answer;
    } catch (Breakers.LeftAlone known) {
      throw known;
    } catch (HaloUnavailable failure) {
      if (failure.reason() == HaloUnavailable.Cause.UNREACHABLE) {
        failed(connection, failure, asked);
      }
      throw failure;
    }
  }

  private void answered(
      ConnectionId connection, Session session, Call call, Answer answer, Instant asked) {
    var telling = TELLING.contains(call.name());
    if (answer.status() < 500) {
      failedCalls.answered(connection);
    } else if (telling) {
      failed(connection, Failures.ofStatus(call, answer.status()), asked);
    }
    if (telling && answer.status() == 200) {
      tell(connection, "works", health.works(connection, session.signedIn()));
    }
  }

  /// Halo does not accept a token that it has just given.
  void uselessToken(ConnectionId connection, Call call) {
    if (TELLING.contains(call.name())) {
      refused(connection, Failures.ofStatus(call, 401), clock.instant());
    }
  }

  private void refused(ConnectionId connection, HaloUnavailable failure, Instant asked) {
    tell(connection, "refused", health.isRefused(connection, message(failure), asked));
  }

  /// Giving up because the service stops says nothing about the tenant.
  private void failed(ConnectionId connection, HaloUnavailable failure, Instant asked) {
    if (!Thread.currentThread().isInterrupted()) {
      failedCalls
          .failed(connection, asked, clock.instant())
          .ifPresent(
              series -> outOfReach(connection, Failures.inARow(series, failure), series.since()));
    }
  }

  private void outOfReach(ConnectionId connection, String detail, Instant since) {
    if (!Thread.currentThread().isInterrupted()) {
      tell(connection, "out_of_reach", health.isOutOfReach(connection, detail, since));
    }
  }

  private static String message(HaloUnavailable failure) {
    return String.valueOf(failure.getMessage());
  }

  private static void tell(ConnectionId connection, String found, boolean changed) {
    if (changed) {
      LOG.info("event=connection_status connection={} found={}", connection, found);
    }
  }
}

package ai.superit.halo.halo;

import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/// Sends calls within the tenant's budget, and again where that is safe; a tenant that does not
/// answer is left alone for a while.
final class BudgetedCalls {
  private static final int MAX_REFUSALS = 10;

  private final HaloHttp http;
  private final RateBudget budget;
  private final HaloConfig.Retries retries;
  private final InstantSource clock;
  private final Refusals refusals;
  private final Breakers breakers;

  BudgetedCalls(HaloHttp http, RateBudget budget, HaloConfig config, InstantSource clock) {
    this.http = http;
    this.budget = budget;
    this.retries = config.retries();
    this.clock = clock;
    this.refusals = new Refusals(clock);
    this.breakers = new Breakers(clock, config.callTimeout());
  }

  /// @return the last answer, whatever its status
  /// @throws HaloUnavailable if none came; [CallsHeldBack] if the patience ended before the call
  ///   could be sent, or sent once more
  Answer send(ConnectionId connection, Lane lane, Call call) {
    return send(connection, lane, lane.patience(), call);
  }

  /// The same with another patience than the lane's; once it is over, no call is repeated.
  Answer send(ConnectionId connection, Lane lane, Duration patience, Call call) {
    var end = System.nanoTime() + patience.toNanos();
    breakers.check(connection, call);
    var failures = 0;
    var tries = 0;
    while (true) {
      acquire(connection, lane, end, call, tries + failures > 0);
      var sent = clock.instant();
      try {
        var answer = http.send(call);
        noteStatus(connection, call, answer);
        answer.rate().read(clock.instant()).ifPresent(said -> budget.told(connection, said));
        if (answer.status() == 429) {
          budget.refused(connection, refusals.pause(connection, sent, answer.retryAfter()));
          answer.statedLimit().ifPresent(limit -> budget.stated(connection, limit));
          if (++tries == MAX_REFUSALS) {
            return answer;
          }
          continue;
        }
        refusals.accepted(connection);
        budget.answered(connection);
        if (!call.mayRepeatAfter(answer.status())
            || failures == retries.failures()
            || isOver(end)
            || breakers.isSilent(connection)) {
          return answer;
        }
      } catch (HaloUnavailable failure) {
        noteFailure(connection, failure);
        if (!mayRepeat(call, failure)
            || failures == retries.failures()
            || isOver(end)
            || breakers.isSilent(connection)) {
          throw failure;
        }
      }
      pause(call, failures++);
    }
  }

  private static boolean isOver(long endNanos) {
    return endNanos - System.nanoTime() <= 0;
  }

  /// Whether the tenant has not answered for a while.
  boolean isSilent(ConnectionId connection) {
    return breakers.isSilent(connection);
  }

  /// An error of the server at one record may be the record's, and says nothing about the tenant,
  /// unless this was the call to try whether it has come back.
  private void noteStatus(ConnectionId connection, Call call, Answer answer) {
    if (answer.status() == 500 && call.isOfOneRecord() && !breakers.isSilent(connection)) {
      return;
    }
    if (answer.status() >= 500) {
      breakers.failed(connection);
    } else if (call.isSignIn()) {
      breakers.signedIn(connection);
    } else {
      breakers.answered(connection);
    }
  }

  /// Giving up because the service stops says nothing about the tenant.
  private void noteFailure(ConnectionId connection, HaloUnavailable failure) {
    if (failure.reason() == HaloUnavailable.Cause.UNREACHABLE
        && !Thread.currentThread().isInterrupted()) {
      breakers.failed(connection);
    }
  }

  /// See [RateBudget#timeFor].
  Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace) {
    return budget.timeFor(connection, lane, calls, pace);
  }

  /// Ends at once what would end anyway when the patience does.
  ///
  /// @throws CallsHeldBack if the tenant lets nobody call for so long
  void requireOpen(ConnectionId connection, Duration patience) {
    var end = clock.instant().plus(patience);
    budget
        .findState(connection)
        .flatMap(TenantBudget.State::blockedUntil)
        .filter(end::isBefore)
        .ifPresent(until -> {
          throw new CallsHeldBack(until);
        });
  }

  /// @param tried whether the call was sent before
  private void acquire(
      ConnectionId connection, Lane lane, long endNanos, Call call, boolean tried) {
    try {
      budget.acquire(connection, lane, Duration.ofNanos(endNanos - System.nanoTime()));
    } catch (CallsHeldBack heldBack) {
      throw tried ? heldBack.afterATry() : heldBack;
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted(call);
    }
  }

  private static boolean mayRepeat(Call call, HaloUnavailable failure) {
    return call.repeat() != Call.Repeat.NEVER
        && failure.reason() == HaloUnavailable.Cause.UNREACHABLE
        && !Thread.currentThread().isInterrupted();
  }

  private void pause(Call call, int failures) {
    var longest = (double) retries.firstPause().toMillis() * Math.pow(2, failures);
    var millis = (long) (longest * (0.5 + ThreadLocalRandom.current().nextDouble()));
    try {
      Thread.sleep(Duration.ofMillis(millis));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted(call);
    }
  }
}

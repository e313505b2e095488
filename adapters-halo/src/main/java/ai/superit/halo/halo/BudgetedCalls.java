package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/// Sends calls within the tenant's budget, and again where that is safe.
final class BudgetedCalls {
  private static final int MAX_REFUSALS = 10;

  private final HaloHttp http;
  private final RateBudget budget;
  private final HaloConfig.Retries retries;
  private final InstantSource clock;

  BudgetedCalls(HaloHttp http, RateBudget budget, HaloConfig.Retries retries, InstantSource clock) {
    this.http = http;
    this.budget = budget;
    this.retries = retries;
    this.clock = clock;
  }

  /// @return the last answer, whatever its status
  /// @throws HaloUnavailable if none came
  Answer send(ConnectionId connection, Lane lane, Call call) {
    var failures = 0;
    var refusals = 0;
    while (true) {
      acquire(connection, lane, call);
      try {
        var answer = http.send(call);
        if (answer.status() == 429) {
          budget.refused(connection, RetryAfter.pause(answer.retryAfter(), refusals, clock));
          if (++refusals == MAX_REFUSALS) {
            return answer;
          }
          continue;
        }
        if (!call.mayRepeatAfter(answer.status()) || failures == retries.failures()) {
          return answer;
        }
      } catch (HaloUnavailable failure) {
        if (!mayRepeat(call, failure) || failures == retries.failures()) {
          throw failure;
        }
      }
      pause(call, failures++);
    }
  }

  /// See [RateBudget#timeFor].
  Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace) {
    return budget.timeFor(connection, lane, calls, pace);
  }

  private void acquire(ConnectionId connection, Lane lane, Call call) {
    try {
      budget.acquire(connection, lane);
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

package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.InstantSource;

/// Sends each call once: within the tenant's budget, and never again after a refusal.
final class SingleCalls {
  private final HaloHttp http;
  private final RateBudget budget;
  private final ConnectionId connection;
  private final Lane lane;
  private final InstantSource clock;

  SingleCalls(
      HaloHttp http, RateBudget budget, ConnectionId connection, Lane lane, InstantSource clock) {
    this.http = http;
    this.budget = budget;
    this.connection = connection;
    this.lane = lane;
    this.clock = clock;
  }

  /// @throws ai.superit.halo.application.connection.HaloUnavailable if no answer came
  Answer send(Call call) {
    acquire(call);
    var answer = http.send(call);
    answer.rate().read(clock.instant()).ifPresent(said -> budget.told(connection, said));
    if (answer.status() == 429) {
      budget.refused(connection, RetryAfter.pause(answer.retryAfter(), 0, clock));
      answer.statedLimit().ifPresent(limit -> budget.stated(connection, limit));
    } else {
      budget.answered(connection);
    }
    return answer;
  }

  private void acquire(Call call) {
    try {
      budget.acquire(connection, lane);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted(call);
    }
  }
}

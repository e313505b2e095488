package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloDoctor;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.domain.connection.HaloAccess;
import java.time.InstantSource;

/// Sends the calls of one examination: counted, within the tenant's budget, and never again after a
/// refusal.
final class DoctorCalls {
  /// What renewing a consent may take, which others count.
  private static final int RENEWAL = 10;

  static final class UsedUp extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final HaloHttp http;
  private final RateBudget budget;
  private final HaloAccess access;
  private final Lane lane;
  private final InstantSource clock;
  private int made;

  DoctorCalls(HaloHttp http, RateBudget budget, HaloAccess access, Lane lane, InstantSource clock) {
    this.http = http;
    this.budget = budget;
    this.access = access;
    this.lane = lane;
    this.clock = clock;
  }

  int made() {
    return made;
  }

  Answer send(Call call) {
    if (made == HaloDoctor.MAX_CALLS - (access.needsConsent() ? RENEWAL : 0)) {
      throw new UsedUp();
    }
    acquire(call);
    made++;
    var answer = http.send(call);
    answer.rate().read(clock.instant()).ifPresent(said -> budget.told(access.connection(), said));
    if (answer.status() == 429) {
      budget.refused(access.connection(), RetryAfter.pause(answer.retryAfter(), 0, clock));
      answer.statedLimit().ifPresent(limit -> budget.stated(access.connection(), limit));
    }
    return answer;
  }

  private void acquire(Call call) {
    try {
      budget.acquire(access.connection(), lane);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Failures.interrupted(call);
    }
  }
}

package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloDoctor;
import ai.superit.halo.domain.connection.HaloAccess;

/// Sends and counts the calls of one examination.
final class DoctorCalls {
  /// What renewing a consent may take, which others count.
  private static final int RENEWAL = 10;

  static final class UsedUp extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final SingleCalls calls;
  private final HaloAccess access;
  private int made;

  DoctorCalls(SingleCalls calls, HaloAccess access) {
    this.calls = calls;
    this.access = access;
  }

  int made() {
    return made;
  }

  Answer send(Call call) {
    if (made == HaloDoctor.MAX_CALLS - (access.needsConsent() ? RENEWAL : 0)) {
      throw new UsedUp();
    }
    made++;
    return calls.send(call);
  }
}

package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloAccounts;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps us signed in: one session for each connection, renewed by one caller while the others wait
/// for it.
final class Sessions {
  private final Map<ConnectionId, Slot> slots = new ConcurrentHashMap<>();
  private final HaloAccounts accounts;
  private final BudgetedCalls calls;
  private final InstantSource clock;

  Sessions(HaloAccounts accounts, BudgetedCalls calls, InstantSource clock) {
    this.accounts = accounts;
    this.calls = calls;
    this.clock = clock;
  }

  private static final class Slot {
    final ReentrantLock renewing = new ReentrantLock();
    volatile @Nullable Session session;
  }

  /// @throws HaloUnavailable if we cannot sign in
  Session session(ConnectionId connection, Lane lane) {
    var slot = slots.computeIfAbsent(connection, _ -> new Slot());
    var session = slot.session;
    return session != null && isFresh(session) ? session : renewed(slot, connection, lane);
  }

  /// Halo no longer knows this token. Does nothing if another caller has replaced it already.
  void drop(ConnectionId connection, Session stale) {
    var slot = slots.get(connection);
    if (slot != null) {
      slot.renewing.lock();
      try {
        if (stale.equals(slot.session)) {
          slot.session = null;
        }
      } finally {
        slot.renewing.unlock();
      }
    }
  }

  private Session renewed(Slot slot, ConnectionId connection, Lane lane) {
    slot.renewing.lock();
    try {
      var session = slot.session;
      if (session != null && isFresh(session)) {
        return session;
      }
      var signedIn = signIn(connection, lane);
      slot.session = signedIn;
      return signedIn;
    } finally {
      slot.renewing.unlock();
    }
  }

  private Session signIn(ConnectionId connection, Lane lane) {
    var access = accounts.access(connection).orElseThrow(Failures::gone);
    var call = SignIn.call(access);
    return SignIn.session(access, call, calls.send(connection, lane, call), clock.instant());
  }

  private boolean isFresh(Session session) {
    return clock.instant().isBefore(session.renewAt());
  }
}

package ai.superit.halo.halo;

import ai.superit.halo.application.connection.ConnectionHealth;
import ai.superit.halo.application.connection.HaloAccounts;
import ai.superit.halo.application.connection.HaloConsents;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps us signed in: one session for each connection, renewed by one caller while the others wait
/// for it.
final class Sessions {
  private static final Duration CHECK_HOLDS = Duration.ofSeconds(10);

  private final Map<ConnectionId, Slot> slots = new ConcurrentHashMap<>();
  private final HaloAccounts accounts;
  private final HaloConsents consents;
  private final ConsentedSignIn consented;
  private final BudgetedCalls calls;
  private final RefusedCredentials refused;
  private final StatusReports reports;
  private final InstantSource clock;

  Sessions(
      HaloAccounts accounts,
      HaloConsents consents,
      ConnectionHealth health,
      BudgetedCalls calls,
      InstantSource clock) {
    this.accounts = accounts;
    this.consents = consents;
    this.refused = new RefusedCredentials(clock);
    this.consented = new ConsentedSignIn(consents, calls, refused, clock);
    this.calls = calls;
    this.reports = new StatusReports(health, clock);
    this.clock = clock;
  }

  private static final class Slot {
    final ReentrantLock renewing = new ReentrantLock();
    volatile @Nullable Session session;
    volatile Instant checkedAt = Instant.MIN;
    String credentials = "";
    @Nullable Secret stale;
  }

  /// To be told how the calls of sessions went.
  StatusReports reports() {
    return reports;
  }

  /// Ends the rest of credentials that Halo had refused: it has taken them since, or a person wants
  /// to know whether it does now.
  void askAgain(HaloAccess access) {
    refused.forget(access.connection(), Credentials.digest(access));
  }

  /// Opens what it takes to sign in, and makes no call.
  ///
  /// @throws SecretUnreadable if this instance cannot
  void unlock(ConnectionId connection) {
    if (accounts.access(connection).filter(HaloAccess::needsConsent).isPresent()) {
      var _ = consents.find(connection);
    }
  }

  /// @param patience how long the tenant's budget may let it wait
  /// @throws HaloUnavailable if we cannot sign in
  Session session(ConnectionId connection, Duration patience) {
    var slot = slots.computeIfAbsent(connection, _ -> new Slot());
    var session = slot.session;
    return session != null && isFresh(session) && isChecked(slot)
        ? session
        : renewed(slot, connection, patience);
  }

  /// Another instance may have changed the credentials, or deleted the connection.
  private boolean isChecked(Slot slot) {
    return clock.instant().isBefore(slot.checkedAt.plus(CHECK_HOLDS));
  }

  /// Halo no longer knows this token. Does nothing if another caller has replaced it already.
  ///
  /// @param patience how long whoever renews it just now may let it wait
  void drop(ConnectionId connection, Duration patience, Session stale) {
    var slot = slots.get(connection);
    if (slot != null) {
      enter(slot, connection, patience);
      try {
        if (stale.equals(slot.session)) {
          slot.session = null;
          slot.stale = stale.token();
        }
      } finally {
        slot.renewing.unlock();
      }
    }
  }

  /// Whoever renews it may wait for the budget, and for longer than this caller wants to.
  private void enter(Slot slot, ConnectionId connection, Duration patience) {
    if (slot.renewing.tryLock()) {
      return;
    }
    calls.requireOpen(connection, patience);
    try {
      if (!slot.renewing.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Failures.renewalStuck();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Failures.renewalStuck();
    }
  }

  private Session renewed(Slot slot, ConnectionId connection, Duration patience) {
    enter(slot, connection, patience);
    try {
      var session = slot.session;
      if (session != null && isFresh(session) && isChecked(slot)) {
        return session;
      }
      var access = accounts.access(connection).orElseThrow(Failures::gone);
      var credentials = Credentials.digest(access);
      slot.checkedAt = clock.instant();
      if (session != null && isFresh(session) && credentials.equals(slot.credentials)) {
        return session;
      }
      var signedIn =
          reports.signingIn(connection, () -> signIn(slot, access, patience, credentials));
      slot.session = signedIn;
      slot.credentials = credentials;
      return signedIn;
    } finally {
      slot.renewing.unlock();
    }
  }

  private Session signIn(Slot slot, HaloAccess access, Duration patience, String credentials) {
    return access.needsConsent()
        ? consented.session(access, patience, credentials, Optional.ofNullable(slot.stale))
        : signIn(access, patience, credentials);
  }

  /// Always before the others, because people may wait for the session that a backfill is the first
  /// to ask for.
  private Session signIn(HaloAccess access, Duration patience, String credentials) {
    refused.check(access.connection(), credentials);
    var call = SignIn.clientCredentials(access);
    try {
      var answer = calls.send(access.connection(), Lane.PERSON, patience, call);
      var now = clock.instant();
      return TokenReply.of(access, call, answer, now).session(access, now);
    } catch (HaloUnavailable failure) {
      refused.note(access.connection(), credentials, failure);
      throw failure;
    }
  }

  private boolean isFresh(Session session) {
    return clock.instant().isBefore(session.renewAt());
  }
}

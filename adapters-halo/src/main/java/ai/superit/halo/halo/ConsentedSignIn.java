package ai.superit.halo.halo;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.HaloConsents;
import ai.superit.halo.application.connection.HaloConsents.Renewal;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.HaloConsent;
import ai.superit.halo.domain.connection.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs in by what a person has consented to. A refresh token works once, so that of all threads
/// and instances one asks for the next and stores it, and the others take what was stored.
final class ConsentedSignIn {
  private static final Logger LOG = LoggerFactory.getLogger(ConsentedSignIn.class);

  /// Longer than a call may take, with some waiting for the budget.
  private static final Duration LEASE = Duration.ofMinutes(2);

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int STORE_ATTEMPTS = 5;

  private final HaloConsents consents;
  private final BudgetedCalls calls;
  private final InstantSource clock;

  ConsentedSignIn(HaloConsents consents, BudgetedCalls calls, InstantSource clock) {
    this.consents = consents;
    this.calls = calls;
    this.clock = clock;
  }

  /// @param stale a token that Halo no longer knows
  /// @throws HaloUnavailable if nobody has authorised the connection, the consent is gone, or Halo
  ///   does not answer
  Session session(HaloAccess access, Optional<Secret> stale) {
    var giveUp = System.nanoTime() + LEASE.multipliedBy(2).toNanos();
    while (System.nanoTime() < giveUp) {
      var known = consents.find(access.connection()).orElseThrow(Failures::needsAuthorization);
      if (isUsable(known, stale)) {
        return session(access, known);
      }
      var renewed =
          consents.claim(access.connection(), LEASE).flatMap(held -> renewed(access, held, stale));
      if (renewed.isPresent()) {
        return session(access, renewed.get());
      }
      pause();
    }
    throw Failures.renewalStuck();
  }

  private static Session session(HaloAccess access, HaloConsent consent) {
    return new Session(
        access.endpoint().tenant(), consent.accessToken(), consent.scope(), consent.renewAt());
  }

  private boolean isUsable(HaloConsent consent, Optional<Secret> stale) {
    return clock.instant().isBefore(consent.renewAt())
        && stale.filter(consent.accessToken()::equals).isEmpty();
  }

  /// Empty if somebody else was faster.
  private Optional<HaloConsent> renewed(
      HaloAccess access, Renewal renewal, Optional<Secret> stale) {
    var ended = false;
    try {
      if (isUsable(renewal.current(), stale)) {
        return Optional.of(renewal.current());
      }
      var call = SignIn.refresh(access, renewal.current().refreshToken());
      var answer = calls.send(access.connection(), Lane.PERSON, call);
      if (TokenReply.isGrantGone(answer)) {
        ended = true;
        throw lost(access, renewal);
      }
      var next = reply(access, call, answer).consent(renewal.current().refreshToken());
      ended = true;
      return stored(access, renewal, next) ? Optional.of(next) : Optional.empty();
    } finally {
      if (!ended) {
        consents.release(access.connection(), renewal.lease());
      }
    }
  }

  private TokenReply reply(HaloAccess access, Call call, Answer answer) {
    try {
      return TokenReply.of(access, call, answer, clock.instant());
    } catch (HaloUnavailable failure) {
      throw new RefusedSignIn(failure, answer);
    }
  }

  private HaloUnavailable lost(HaloAccess access, Renewal renewal) {
    var status = ConnectionStatus.needsAuthorization(clock.instant());
    if (consents.lost(access.connection(), renewal.lease(), status)) {
      LOG.warn("authorisation lost connection={}", access.connection());
    }
    return Failures.needsAuthorization();
  }

  /// Halo has already forgotten the old token: what it gave for it must not be lost to a store that
  /// is away for a moment.
  private boolean stored(HaloAccess access, Renewal renewal, HaloConsent next) {
    for (int attempt = 1; ; attempt++) {
      try {
        return consents.renewed(access.connection(), renewal.lease(), next);
      } catch (StoreUnavailable away) {
        if (attempt == STORE_ATTEMPTS) {
          throw away;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Failures.renewalStuck();
    }
  }
}

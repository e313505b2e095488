package ai.superit.halo.halo;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.Uninterrupted;
import ai.superit.halo.application.connection.HaloConsents;
import ai.superit.halo.application.connection.HaloConsents.Renewal;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.HaloConsent;
import ai.superit.halo.domain.connection.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs in by what a person has consented to. A refresh token works once, so that of all threads
/// and instances one asks for the next and stores it, and the others take what was stored.
final class ConsentedSignIn {
  private static final Logger LOG = LoggerFactory.getLogger(ConsentedSignIn.class);

  /// Longer than a call may take; made longer for as long as one waits for the budget.
  private static final Duration LEASE = Duration.ofMinutes(2);

  private static final Duration BETWEEN_EXTENSIONS = Duration.ofSeconds(20);

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int STORE_ATTEMPTS = 5;

  /// What Halo gave while the store was away; it ends with the lease under which it was asked for.
  private final Map<ConnectionId, Renewal> unstored = new ConcurrentHashMap<>();

  private final HaloConsents consents;
  private final BudgetedCalls calls;
  private final RefusedCredentials refused;
  private final InstantSource clock;
  private final Duration beat;

  ConsentedSignIn(
      HaloConsents consents, BudgetedCalls calls, RefusedCredentials refused, InstantSource clock) {
    this(consents, calls, refused, clock, BETWEEN_EXTENSIONS);
  }

  /// @param beat how often the lease is made longer, for tests that cannot wait
  ConsentedSignIn(
      HaloConsents consents,
      BudgetedCalls calls,
      RefusedCredentials refused,
      InstantSource clock,
      Duration beat) {
    this.consents = consents;
    this.calls = calls;
    this.refused = refused;
    this.clock = clock;
    this.beat = beat;
  }

  /// @param patience how long it may wait for the tenant's budget
  /// @param credentials the digest of those of the application
  /// @param stale a token that Halo no longer knows
  /// @throws HaloUnavailable if nobody has authorised the connection, the consent is gone, or Halo
  ///   does not answer
  Session session(
      HaloAccess access, Duration patience, String credentials, Optional<Secret> stale) {
    storeLate(access.connection());
    var giveUp = System.nanoTime() + least(patience).toNanos();
    while (System.nanoTime() < giveUp) {
      var known = consents.find(access.connection()).orElseThrow(Failures::needsAuthorization);
      if (isUsable(known, stale)) {
        return session(access, known, Instant.EPOCH);
      }
      refused.check(access.connection(), credentials);
      var renewed =
          consents
              .claim(access.connection(), LEASE)
              .flatMap(held -> renewed(access, patience, credentials, held, stale));
      if (renewed.isPresent()) {
        return session(access, renewed.get(), clock.instant());
      }
      pause();
    }
    throw Failures.renewalStuck();
  }

  private static Duration least(Duration patience) {
    return Collections.min(List.of(patience, LEASE.multipliedBy(2)));
  }

  private static Session session(HaloAccess access, HaloConsent consent, Instant signedIn) {
    return new Session(
        access.endpoint().tenant(),
        access.endpoint().capabilities(),
        consent.accessToken(),
        consent.scope(),
        consent.renewAt(),
        signedIn);
  }

  private boolean isUsable(HaloConsent consent, Optional<Secret> stale) {
    return clock.instant().isBefore(consent.renewAt())
        && stale.filter(consent.accessToken()::equals).isEmpty();
  }

  /// Empty if somebody else was faster.
  private Optional<HaloConsent> renewed(
      HaloAccess access,
      Duration patience,
      String credentials,
      Renewal renewal,
      Optional<Secret> stale) {
    var ended = false;
    try (var _ = Heartbeat.every(beat, () -> extend(access, renewal))) {
      if (isUsable(renewal.current(), stale)) {
        return Optional.of(renewal.current());
      }
      var call = SignIn.refresh(access, renewal.current().refreshToken());
      var answer = calls.send(access.connection(), Lane.PERSON, patience, call);
      if (TokenReply.isGrantGone(answer)) {
        ended = true;
        throw lost(access, renewal);
      }
      var next = reply(access, credentials, call, answer).consent(renewal.current().refreshToken());
      ended = true;
      var stored = Uninterrupted.call(() -> stored(access, renewal, next));
      return stored ? Optional.of(next) : Optional.empty();
    } finally {
      if (!ended) {
        Uninterrupted.run(() -> consents.release(access.connection(), renewal.lease()));
      }
    }
  }

  private void extend(HaloAccess access, Renewal renewal) {
    consents.extend(access.connection(), renewal.lease(), LEASE);
  }

  private TokenReply reply(HaloAccess access, String credentials, Call call, Answer answer) {
    try {
      return TokenReply.of(access, call, answer, clock.instant());
    } catch (HaloUnavailable failure) {
      refused.note(access.connection(), credentials, failure);
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
          unstored.put(access.connection(), new Renewal(renewal.lease(), next));
          throw away;
        }
        pause();
      }
    }
  }

  private void storeLate(ConnectionId connection) {
    var late = unstored.get(connection);
    if (late != null) {
      var _ = consents.renewed(connection, late.lease(), late.current());
      unstored.remove(connection);
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

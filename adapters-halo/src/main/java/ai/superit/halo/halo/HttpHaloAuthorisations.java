package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloAuthorisations;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.connection.Digest;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.HaloConsent;
import ai.superit.halo.domain.connection.Secret;
import java.net.URI;
import java.time.InstantSource;

/// Authorisation by a person, as Halo's identity server does it.
final class HttpHaloAuthorisations implements HaloAuthorisations {
  private final BudgetedCalls calls;
  private final InstantSource clock;

  HttpHaloAuthorisations(BudgetedCalls calls, InstantSource clock) {
    this.calls = calls;
    this.clock = clock;
  }

  @Override
  public URI address(HaloAccess access, URI callback, String state, Digest challenge) {
    return SignIn.consent(access, callback, state, challenge.text());
  }

  @Override
  public HaloConsent redeem(HaloAccess access, URI callback, Secret code, Secret verifier) {
    var call = SignIn.code(access, callback, code, verifier);
    var answer = calls.send(access.connection(), Lane.PERSON, call);
    var reply = TokenReply.of(access, call, answer, clock.instant());
    if (reply.refreshToken().reveal().isEmpty()) {
      throw new HaloUnavailable(
          HaloUnavailable.Cause.FORBIDDEN,
          "Halo gave no refresh token, so the connection would end within the hour: allow"
              + " offline_access in the Halo application's permissions and start again.");
    }
    return reply.consent(reply.refreshToken());
  }
}

package ai.superit.halo.application.testing;

import ai.superit.halo.application.connection.HaloAuthorisations;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.domain.connection.Digest;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.HaloConsent;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.testing.Moments;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/// Redeems the code `good` once for each address that is asked for, if the verifier belongs to the
/// last challenge.
public final class FakeHaloAuthorisations implements HaloAuthorisations {
  private final AtomicInteger redeemed = new AtomicInteger();
  private volatile Digest challenge = new Digest("");
  private volatile String granted = "all offline_access";
  private volatile boolean renewable = true;

  @Override
  public URI address(HaloAccess access, URI callback, String state, Digest asked) {
    challenge = asked;
    return URI.create(access.endpoint().authorisation() + "/authorize?state=" + state);
  }

  @Override
  public HaloConsent redeem(HaloAccess access, URI callback, Secret code, Secret verifier) {
    redeemed.incrementAndGet();
    if (!code.reveal().equals("good") || !Digest.of(verifier).equals(challenge)) {
      throw new HaloUnavailable(HaloUnavailable.Cause.UNAUTHORIZED, "Halo refused the code.");
    }
    challenge = new Digest("");
    if (!renewable) {
      throw new HaloUnavailable(HaloUnavailable.Cause.FORBIDDEN, "Halo gave no refresh token.");
    }
    return new HaloConsent(
        new Secret("refresh"), new Secret("access"), granted, Moments.minute(60));
  }

  /// The scopes that are granted from now on, whatever is asked for.
  public void grant(String scopes) {
    granted = scopes;
  }

  /// No refresh token is granted from now on.
  public void grantNoRefreshToken() {
    renewable = false;
  }

  /// How many codes were tried.
  public int redeemed() {
    return redeemed.get();
  }
}

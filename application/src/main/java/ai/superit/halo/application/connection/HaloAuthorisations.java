package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.Digest;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.HaloConsent;
import ai.superit.halo.domain.connection.Secret;
import java.net.URI;

/// The pages and endpoints of a tenant by which a person authorises us.
public interface HaloAuthorisations {
  /// Where to send the browser. Makes no call.
  ///
  /// @param callback where Halo sends the browser back to
  /// @param challenge the digest of the verifier that will come with the code
  URI address(HaloAccess access, URI callback, String state, Digest challenge);

  /// Exchanges a code.
  ///
  /// @throws HaloUnavailable if Halo refuses it, does not answer, or grants no refresh token
  HaloConsent redeem(HaloAccess access, URI callback, Secret code, Secret verifier);
}

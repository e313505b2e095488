package ai.superit.halo.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What the test user has consented to: codes that work once and soon, and refresh tokens that are
/// replaced at each use.
final class Grants {
  /// @param challenge base64url of the SHA-256 of the verifier that must come with the code
  record Consent(String client, String redirect, String challenge, String scope) {}

  private record Code(Consent consent, long expires) {}

  private static final long CODE_LIFETIME = 300_000;

  private final Map<String, Code> codes = new ConcurrentHashMap<>();
  private final Map<String, Consent> refreshTokens = new ConcurrentHashMap<>();
  private final Supplier<String> secrets;

  Grants(Supplier<String> secrets) {
    this.secrets = secrets;
  }

  String code(Consent consent, long now) {
    codes.values().removeIf(code -> code.expires <= now);
    var code = secrets.get();
    codes.put(code, new Code(consent, now + CODE_LIFETIME));
    return code;
  }

  /// Spends the code, whatever else is wrong with the request.
  Optional<Consent> redeem(String code, String redirect, String verifier, long now) {
    return Optional.ofNullable(codes.remove(code))
        .filter(found -> found.expires > now)
        .map(Code::consent)
        .filter(consent -> consent.redirect.equals(redirect))
        .filter(consent -> consent.challenge.equals(challenge(verifier)));
  }

  String refreshToken(Consent consent) {
    var token = secrets.get();
    refreshTokens.put(token, consent);
    return token;
  }

  /// Spends the refresh token.
  Optional<Consent> refresh(String token) {
    return Optional.ofNullable(refreshTokens.remove(token));
  }

  void revokeAll() {
    codes.clear();
    refreshTokens.clear();
  }

  static String challenge(String verifier) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}

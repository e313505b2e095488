package ai.superit.halo.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The authorisation server: hands out opaque tokens and recognises them.
final class Tokens {
  private record Token(Scopes scopes, long expires) {}

  private final Map<String, Token> issued = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final SimulatorConfig config;

  Tokens(SimulatorConfig config) {
    this.config = config;
  }

  /// The scopes of a bearer header, if its token is known and alive.
  Optional<Scopes> scopes(String authorization) {
    if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Optional.empty();
    }
    var token = issued.get(authorization.substring(7).trim());
    return Optional.ofNullable(token)
        .filter(found -> found.expires > config.clock().millis())
        .map(Token::scopes);
  }

  void revokeAll() {
    issued.clear();
  }

  Reply issue(Params query, Params form, String authorization) {
    var tenant = query.text("tenant").or(() -> form.text("tenant"));
    if (tenant.isPresent() && !tenant.get().equalsIgnoreCase(config.tenant())) {
      return Reply.html(500, "<html><body><h1>Server Error</h1></body></html>");
    }
    var grant = form.text("grant_type", "");
    if (!grant.equals("client_credentials")) {
      return error(400, "unsupported_grant_type", "The specified 'grant_type' is not supported.");
    }
    if (!authentic(form, authorization)) {
      return error(401, "invalid_client", "The specified client credentials are invalid.");
    }
    var scopes = Scopes.parse(form.text("scope", "all"));
    if (!scopes.isKnown()) {
      return error(
          config.quirks().tokens().invalidScopeStatus(),
          "invalid_scope",
          "The specified 'scope' is invalid.");
    }
    return granted(scopes, form.text("scope", "all"));
  }

  private Reply granted(Scopes scopes, String scope) {
    var now = config.clock().millis();
    if (config.quirks().tokens().reissueRevokes()) {
      issued.clear();
    }
    issued.values().removeIf(token -> token.expires <= now);
    var access = secret();
    issued.put(access, new Token(scopes, now + config.tokenLifetime().toMillis()));
    return Reply.object(
        200,
        out -> {
          out.text("access_token", access);
          out.text("token_type", "Bearer");
          out.number("expires_in", (int) config.tokenLifetime().toSeconds());
          out.text("scope", scope);
          out.text("refresh_token", secret());
          out.text("id_token", secret());
        });
  }

  private boolean authentic(Params form, String authorization) {
    if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return same(
          decode(authorization.substring(6).trim()),
          config.clientId() + ":" + config.clientSecret());
    }
    return same(form.text("client_id", ""), config.clientId())
        && same(form.text("client_secret", ""), config.clientSecret());
  }

  private static String decode(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static boolean same(String given, String expected) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }

  private String secret() {
    var bytes = new byte[36];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Reply error(int status, String code, String description) {
    return Reply.object(
        status,
        out -> {
          out.text("error", code);
          out.text("error_description", description);
        });
  }
}

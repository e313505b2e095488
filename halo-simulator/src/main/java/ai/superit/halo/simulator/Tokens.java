package ai.superit.halo.simulator;

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
  private final Applications applications;
  private final Grants grants = new Grants(this::secret);
  private volatile boolean denying;
  private volatile String granting = "";

  Tokens(SimulatorConfig config) {
    this.config = config;
    this.applications = new Applications(config);
  }

  Applications applications() {
    return applications;
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

  /// Ends what the test user has consented to, and all access tokens with it.
  void revokeGrants() {
    grants.revokeAll();
    issued.clear();
  }

  /// Whether the test user refuses to consent.
  void deny(boolean changed) {
    denying = changed;
  }

  /// What the test user grants whatever is asked for; empty for what is asked for.
  void grantOnly(String scopes) {
    granting = scopes;
  }

  /// The page that asks the user: this one answers at once for a test user who is signed in.
  ///
  /// @param issuer what this server calls itself
  Reply authorize(Params query, String issuer) {
    var client = query.text("client_id", "");
    var redirect = query.text("redirect_uri", "");
    if (isOtherTenant(query) || !applications.isKnown(client)) {
      return page("The client application is not known.");
    }
    if (!config.redirectUris().contains(redirect)) {
      return page("The redirect_uri is not registered with this application.");
    }
    var error = refusal(query);
    if (!error.isEmpty()) {
      return back(query, redirect, "error=" + error + named(issuer));
    }
    var scope = granting.isEmpty() ? query.text("scope", "all") : granting;
    var consent = new Grants.Consent(client, redirect, query.text("code_challenge", ""), scope);
    return back(
        query, redirect, "code=" + grants.code(consent, config.clock().millis()) + named(issuer));
  }

  private String named(String issuer) {
    return config.installation() == Installation.NAMES_ITSELF
        ? "&iss=" + Params.encoded(issuer)
        : "";
  }

  private String refusal(Params query) {
    if (!query.text("response_type", "").equals("code")) {
      return "unsupported_response_type";
    }
    if (!query.text("code_challenge_method", "").equals("S256")
        || !query.text("code_challenge", "").matches("[A-Za-z0-9_-]{43}")) {
      return "invalid_request";
    }
    if (!applications.exist(Scopes.parse(query.text("scope", "all")))) {
      return "invalid_scope";
    }
    return denying ? "access_denied" : "";
  }

  private static Reply back(Params query, String redirect, String result) {
    var state = query.text("state").map(text -> "&state=" + Params.encoded(text)).orElse("");
    var location = redirect + (redirect.contains("?") ? "&" : "?") + result + state;
    return Reply.empty(302).header("Location", location);
  }

  private static Reply page(String complaint) {
    return Reply.html(400, "<html><body><h1>" + complaint + "</h1></body></html>");
  }

  private boolean isOtherTenant(Params params) {
    return params.text("tenant").filter(tenant -> !isOurs(tenant)).isPresent();
  }

  private boolean isOurs(String tenant) {
    return config.installation() != Installation.ON_PREMISES
        && tenant.equalsIgnoreCase(config.tenant());
  }

  private boolean isTenantMissing(Params query, Params form) {
    return config.installation().needsTenantName()
        && query.text("tenant").isEmpty()
        && form.text("tenant").isEmpty();
  }

  Reply issue(Params query, Params form, String authorization) {
    if (isOtherTenant(query) || isOtherTenant(form) || isTenantMissing(query, form)) {
      return Reply.html(500, "<html><body><h1>Server Error</h1></body></html>");
    }
    return switch (form.text("grant_type", "")) {
      case "client_credentials" -> clientCredentials(form, authorization);
      case "authorization_code" -> code(form, authorization);
      case "refresh_token" -> refreshed(form, authorization);
      default ->
          error(400, "unsupported_grant_type", "The specified 'grant_type' is not supported.");
    };
  }

  private Reply clientCredentials(Params form, String authorization) {
    if (applications.authenticated(form, authorization).isEmpty()) {
      return invalidClient();
    }
    var scope = form.text("scope", "all");
    if (!applications.grant(Scopes.parse(scope))) {
      return error(
          config.quirks().tokens().invalidScopeStatus(),
          "invalid_scope",
          "The specified 'scope' is invalid.");
    }
    return granted(scope, secret());
  }

  private Reply code(Params form, String authorization) {
    var client = applications.identified(form, authorization);
    if (client.isEmpty()) {
      return invalidClient();
    }
    return grants
        .redeem(
            form.text("code", ""),
            form.text("redirect_uri", ""),
            form.text("code_verifier", ""),
            config.clock().millis())
        .filter(consent -> consent.client().equals(client))
        .map(this::granted)
        .orElseGet(this::invalidGrant);
  }

  private Reply refreshed(Params form, String authorization) {
    var client = applications.identified(form, authorization);
    if (client.isEmpty()) {
      return invalidClient();
    }
    return grants
        .refresh(form.text("refresh_token", ""))
        .filter(consent -> consent.client().equals(client))
        .map(this::granted)
        .orElseGet(this::invalidGrant);
  }

  private Reply granted(Grants.Consent consent) {
    var lasting = Scopes.parse(consent.scope()).names().contains("offline_access");
    return granted(consent.scope(), lasting ? grants.refreshToken(consent) : "");
  }

  private Reply granted(String scope, String refreshToken) {
    var now = config.clock().millis();
    if (config.quirks().tokens().reissueRevokes()) {
      issued.clear();
    }
    issued.values().removeIf(token -> token.expires <= now);
    var access = secret();
    issued.put(access, new Token(Scopes.parse(scope), now + config.tokenLifetime().toMillis()));
    return Reply.object(
        200,
        out -> {
          out.text("access_token", access);
          out.text("token_type", "Bearer");
          out.number("expires_in", (int) config.tokenLifetime().toSeconds());
          out.text("scope", scope);
          if (!refreshToken.isEmpty()) {
            out.text("refresh_token", refreshToken);
          }
          out.text("id_token", secret());
        });
  }

  private String secret() {
    var bytes = new byte[36];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Reply invalidClient() {
    return error(401, "invalid_client", "The specified client credentials are invalid.");
  }

  private Reply invalidGrant() {
    return error(
        config.quirks().tokens().invalidGrantStatus(),
        "invalid_grant",
        "The specified token or code is invalid or was used.");
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

package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The requests for tokens.
final class SignIn {
  private SignIn() {}

  static Call clientCredentials(HaloAccess access) {
    var form = form("client_credentials", access);
    form.put("scope", scope(access));
    return call(access, form, Call.Repeat.AFTER_OUTAGE);
  }

  /// Never sent twice: the code may be spent although the answer was lost.
  static Call code(HaloAccess access, URI callback, Secret code, Secret verifier) {
    var form = form("authorization_code", access);
    form.put("code", code.reveal());
    form.put("redirect_uri", callback.toString());
    form.put("code_verifier", verifier.reveal());
    return call(access, form, Call.Repeat.NEVER);
  }

  /// Never sent twice: the token may be spent although the answer was lost.
  static Call refresh(HaloAccess access, Secret refreshToken) {
    var form = form("refresh_token", access);
    form.put("refresh_token", refreshToken.reveal());
    return call(access, form, Call.Repeat.NEVER);
  }

  /// Where a person consents; `offline_access` is what brings a refresh token.
  static URI consent(HaloAccess access, URI callback, String state, String challenge) {
    var query = new LinkedHashMap<String, String>();
    if (!access.endpoint().tenantName().isEmpty()) {
      query.put("tenant", access.endpoint().tenantName());
    }
    query.put("client_id", access.endpoint().clientId());
    query.put("redirect_uri", callback.toString());
    query.put("response_type", "code");
    query.put("scope", scope(access) + " offline_access");
    query.put("state", state);
    query.put("code_challenge", challenge);
    query.put("code_challenge_method", "S256");
    return URI.create(access.endpoint().authorisation() + "/authorize?" + encoded(query));
  }

  private static String scope(HaloAccess access) {
    return HaloScopeNames.askedFor(access.endpoint().capabilities());
  }

  private static Map<String, String> form(String grant, HaloAccess access) {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", grant);
    form.put("client_id", access.endpoint().clientId());
    var secret = access.clientSecret().reveal();
    if (!secret.isEmpty()) {
      form.put("client_secret", secret);
    }
    return form;
  }

  private static Call call(HaloAccess access, Map<String, String> form, Call.Repeat repeat) {
    var tenant = access.endpoint().tenantName();
    var query = tenant.isEmpty() ? "" : "?" + encoded(Map.of("tenant", tenant));
    return Call.post(
            "POST /token",
            URI.create(access.endpoint().authorisation() + "/token" + query),
            new Call.Content("application/x-www-form-urlencoded", new Secret(encoded(form))),
            repeat)
        .tight();
  }

  private static String encoded(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }
}

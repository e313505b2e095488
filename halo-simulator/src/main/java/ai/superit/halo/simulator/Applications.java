package ai.superit.halo.simulator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The applications that may sign in, and their secrets.
final class Applications {
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final Set<String> inactive = ConcurrentHashMap.newKeySet();
  private volatile Scopes allowed = Scopes.parse("");
  private final Set<String> further;

  Applications(SimulatorConfig config) {
    secrets.put(config.clientId(), config.clientSecret());
    further = config.quirks().tokens().scopes();
  }

  void put(String id, String secret) {
    secrets.put(id, secret);
    inactive.remove(id);
  }

  /// Keeps the application, but lets it sign in no more.
  void deactivate(String id) {
    inactive.add(id);
  }

  /// The only scopes that may be asked for; none stands for all that exist.
  void allow(Scopes scopes) {
    allowed = scopes;
  }

  boolean grant(Scopes asked) {
    return exist(asked)
        && (allowed.names().isEmpty() || allowed.names().containsAll(asked.names()));
  }

  /// Whether there are scopes of these names.
  boolean exist(Scopes asked) {
    return asked.isAmong(further);
  }

  void remove(String id) {
    secrets.remove(id);
  }

  boolean isKnown(String id) {
    return secrets.containsKey(id);
  }

  /// Which application it is that authenticates, in the body or by Basic; empty if none.
  String authenticated(Params form, String authorization) {
    if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      var pair = decode(authorization.substring(6).trim());
      var colon = Math.max(0, pair.indexOf(':'));
      return checked(pair.substring(0, colon), pair.substring(Math.min(colon + 1, pair.length())));
    }
    return checked(form.text("client_id", ""), form.text("client_secret", ""));
  }

  private String checked(String id, String secret) {
    var expected = secrets.get(id);
    return expected != null && same(secret, expected) && !inactive.contains(id) ? id : "";
  }

  /// A native application has no secret: its code is protected by the verifier alone.
  String identified(Params form, String authorization) {
    var id = form.text("client_id", "");
    return authorization.isEmpty() && !form.has("client_secret") && isKnown(id)
        ? id
        : authenticated(form, authorization);
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
}

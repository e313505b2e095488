package ai.superit.halo.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.WebhookScheme;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Decides who sent a delivery. A refusal costs the same work whatever the reason, so that its time
/// does not tell which connections exist: a signature of the body as it was sent, and, if that is
/// compressed, another of the inflated body.
final class Authenticator {
  private static final int LONGEST_CREDENTIAL = 4_096;
  private static final String BASIC = "Basic ";

  private final WebhookSchemes schemes;
  private final Map<ConnectionId, Checker> checkers = new ConcurrentHashMap<>();
  private final Signature nobody = new Signature(new Secret("nobody-signs-with-this-secret"));

  Authenticator(WebhookSchemes schemes) {
    this.schemes = schemes;
  }

  /// What checking with a scheme needs, made once for each connection.
  private record Checker(WebhookScheme scheme, HeaderName header, Signature signature) {}

  /// Empty if the delivery is not authentic, for whatever reason.
  Optional<ConnectionId> authenticate(ServerRequest request, Body.Whole body) {
    var connection = connection(request);
    var scheme = connection.flatMap(schemes::find);
    var authentic =
        scheme.isPresent()
            ? isAuthentic(connection.orElseThrow(), scheme.get(), request, body)
            : isSigned(nobody, "", body);
    return authentic ? connection : Optional.empty();
  }

  private static Optional<ConnectionId> connection(ServerRequest request) {
    var path = request.path().rawPath();
    return path.isEmpty() ? Optional.empty() : ConnectionId.find(path.substring(1));
  }

  private boolean isAuthentic(
      ConnectionId connection, WebhookScheme scheme, ServerRequest request, Body.Whole body) {
    return switch (scheme) {
      case WebhookScheme.None _ -> true;
      case WebhookScheme.Basic basic -> isUser(basic, request) || isSigned(nobody, "", body);
      case WebhookScheme.HmacSha256 hmac -> {
        var checker = checker(connection, hmac);
        yield isSigned(checker.signature(), credential(request, checker.header()), body);
      }
    };
  }

  private static boolean isUser(WebhookScheme.Basic basic, ServerRequest request) {
    var given = credential(request, HeaderNames.AUTHORIZATION);
    if (!given.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return false;
    }
    var pair = basic.user() + ":" + basic.password().reveal();
    var expected = Base64.getEncoder().encode(pair.getBytes(UTF_8));
    return MessageDigest.isEqual(expected, given.substring(BASIC.length()).getBytes(UTF_8));
  }

  private static boolean isSigned(Signature signature, String given, Body.Whole body) {
    return signature.matches(body.sent(), given)
        || (body.isCompressed()
            && body.inflated().filter(content -> signature.matches(content, given)).isPresent());
  }

  /// The one value of the header; nothing if there are several, since then it is anybody's guess
  /// which one the sender meant.
  private static String credential(ServerRequest request, HeaderName name) {
    if (!request.headers().contains(name)) {
      return "";
    }
    var header = request.headers().get(name);
    var value = header.valueCount() == 1 ? header.get() : "";
    return value.length() <= LONGEST_CREDENTIAL ? value : "";
  }

  private Checker checker(ConnectionId connection, WebhookScheme.HmacSha256 hmac) {
    var known = checkers.get(connection);
    if (known != null && known.scheme().equals(hmac)) {
      return known;
    }
    var made = new Checker(hmac, HeaderNames.create(hmac.header()), new Signature(hmac.secret()));
    checkers.put(connection, made);
    return made;
  }
}

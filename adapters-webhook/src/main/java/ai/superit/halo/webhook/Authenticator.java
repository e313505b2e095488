package ai.superit.halo.webhook;

import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.WebhookScheme;
import io.helidon.webserver.http.ServerRequest;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Decides who sent a delivery. A refusal costs the same work whatever the reason, so that its time
/// does not tell which connections exist: a signature of the body as it was sent, and, if that is
/// compressed, another of the inflated body.
final class Authenticator {
  private final WebhookSchemes schemes;
  private final InstantSource clock;
  private final Map<ConnectionId, Known> checks = new ConcurrentHashMap<>();

  Authenticator(WebhookSchemes schemes, InstantSource clock) {
    this.schemes = schemes;
    this.clock = clock;
  }

  /// What checking with a scheme needs, made once for each connection.
  private record Known(WebhookScheme scheme, Check check) {}

  /// Empty if the delivery is not authentic, for whatever reason.
  Optional<ConnectionId> authenticate(ServerRequest request, Body.Whole body) {
    var connection = connection(request);
    var check = connection.flatMap(this::check).orElse(Unsigned.NOBODY);
    return isAuthentic(check, request, body) ? connection : Optional.empty();
  }

  private static Optional<ConnectionId> connection(ServerRequest request) {
    var path = request.path().rawPath();
    return path.isEmpty() ? Optional.empty() : ConnectionId.find(path.substring(1));
  }

  private static boolean isAuthentic(Check check, ServerRequest request, Body.Whole body) {
    var headers = request.headers();
    return check.passes(headers, body.sent())
        || (body.isCompressed()
            && body.inflated().filter(content -> check.passes(headers, content)).isPresent());
  }

  private Optional<Check> check(ConnectionId connection) {
    return schemes.find(connection).map(scheme -> check(connection, scheme));
  }

  private Check check(ConnectionId connection, WebhookScheme scheme) {
    var known = checks.get(connection);
    if (known != null && known.scheme().equals(scheme)) {
      return known.check();
    }
    var made = Check.of(scheme, clock);
    checks.put(connection, new Known(scheme, made));
    return made;
  }
}

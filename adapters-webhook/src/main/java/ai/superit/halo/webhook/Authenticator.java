package ai.superit.halo.webhook;

import ai.superit.halo.application.webhook.Refusal;
import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.application.webhook.WebhookSenders;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.SenderRules;
import io.helidon.webserver.http.ServerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Decides who sent a delivery. A refusal costs the same work whatever the reason, so that its time
/// does not tell which connections exist: two signatures of the body as it was sent and two
/// comparisons, since two secrets may count while one is replaced, and, if it is compressed, two
/// more of the inflated body.
final class Authenticator {
  /// Whether a delivery is one of a connection's own.
  sealed interface Verdict {
    record Authentic(ConnectionId connection) implements Verdict {}

    record Refused(ConnectionId connection, Refusal reason) implements Verdict {}

    /// There is no such connection, or it has no webhook.
    record Unknown() implements Verdict {}

    /// Whether it is authentic cannot be told here: this instance cannot open the secret.
    record Undecidable() implements Verdict {}
  }

  private final WebhookSchemes schemes;
  private final WebhookSenders senders;
  private final TrustedProxies proxies;
  private final Checks checking;
  private final InstantSource clock;
  private final Map<ConnectionId, Known> known = new ConcurrentHashMap<>();

  Authenticator(
      WebhookSchemes schemes, WebhookSenders senders, TrustedProxies proxies, InstantSource clock) {
    this(schemes, senders, proxies, new Checks(clock), clock);
  }

  Authenticator(
      WebhookSchemes schemes,
      WebhookSenders senders,
      TrustedProxies proxies,
      Checks checking,
      InstantSource clock) {
    this.schemes = schemes;
    this.checking = checking;
    this.senders = senders;
    this.proxies = proxies;
    this.clock = clock;
  }

  /// What checking with the schemes needs, made once for each connection.
  private record Known(AcceptedSchemes schemes, Check alone, Check both) {
    /// The check of both while both count.
    Check at(Instant now) {
      return schemes.beside().filter(other -> other.counts(now)).isPresent() ? both : alone;
    }
  }

  Verdict authenticate(ServerRequest request, Body.Whole body) {
    var connection = connection(request);
    var check = connection.flatMap(this::check);
    var isAuthentic = isAuthentic(check.orElse(checking.alone(checking.nobody())), request, body);
    if (connection.isEmpty() || check.isEmpty()) {
      return connection.filter(schemes.unreadable()::contains).isPresent()
          ? new Verdict.Undecidable()
          : new Verdict.Unknown();
    }
    var id = connection.get();
    return refusal(id, isAuthentic, request)
        .<Verdict>map(reason -> new Verdict.Refused(id, reason))
        .orElseGet(() -> new Verdict.Authentic(id));
  }

  /// The connection that a request is for, whoever sent it; empty if that has no webhook.
  Optional<ConnectionId> addressee(ServerRequest request) {
    return connection(request).filter(id -> schemes.accepted(id).isPresent());
  }

  /// Where it came from is named first: that explains more than a wrong signature.
  private Optional<Refusal> refusal(
      ConnectionId connection, boolean isAuthentic, ServerRequest request) {
    var rules = senders.rules(connection);
    if (!rules.equals(SenderRules.ANYBODY)) {
      var sender = proxies.senderOf(request);
      if (!rules.allows(sender.address())) {
        return Optional.of(Refusal.SENDER_NOT_ALLOWED);
      }
      if (rules.httpsOnly() && !sender.secure()) {
        return Optional.of(Refusal.NOT_HTTPS);
      }
    }
    return isAuthentic ? Optional.empty() : Optional.of(Refusal.NOT_AUTHENTIC);
  }

  /// Parameters behind a semicolon, which the path here has lost, are no part of any address.
  private static Optional<ConnectionId> connection(ServerRequest request) {
    var path = request.path().rawPath();
    return path.isEmpty() || request.prologue().uriPath().rawPath().indexOf(';') >= 0
        ? Optional.empty()
        : ConnectionId.find(path.substring(1));
  }

  private static boolean isAuthentic(Check check, ServerRequest request, Body.Whole body) {
    var headers = request.headers();
    return check.passes(headers, body.sent())
        || (body.isCompressed()
            && body.inflated().filter(content -> check.passes(headers, content)).isPresent());
  }

  private Optional<Check> check(ConnectionId connection) {
    return schemes
        .accepted(connection)
        .map(accepted -> known(connection, accepted).at(clock.instant()));
  }

  private Known known(ConnectionId connection, AcceptedSchemes accepted) {
    var before = known.get(connection);
    if (before != null && before.schemes().equals(accepted)) {
      return before;
    }
    var present = checking.of(accepted.present());
    var both =
        accepted
            .beside()
            .map(other -> Checks.either(present, checking.of(other.scheme())))
            .orElse(present);
    var made = new Known(accepted, checking.alone(present), both);
    known.put(connection, made);
    return made;
  }
}

package ai.superit.halo.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.DeliveryRules;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.Refusal;
import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.application.webhook.WebhookSenders;
import ai.superit.halo.domain.connection.ConnectionId;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;

/// Takes the deliveries that Halo posts to `/{connection}` below the path where it is mounted, and
/// answers as soon as they are durable. Whatever is wrong with who sends them gets one and the same
/// answer, and never reaches the store. What cannot be checked, because this instance cannot open
/// the secret, is sent away for another instance, or a later one, to check.
///
/// A signature is checked over the body as it was sent; if that was compressed and the signature
/// does not match, also over the inflated body, since proxies compress behind the sender's back.
/// What is stored is the inflated body.
///
/// Safe for use by many threads; belongs to the server that it is mounted in, which starts and
/// stops it.
public final class HaloWebhookEndpoint implements HttpService {
  private static final Header PLAIN =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");

  /// The same whatever was wrong, so that nobody learns which connections there are.
  private static final byte[] NOT_ACCEPTED =
      "Not accepted: check the address, the authentication and the secret of this webhook.\n"
          .getBytes(UTF_8);

  /// What the endpoint asks and tells.
  public record Ports(
      WebhookSchemes schemes, WebhookSenders senders, DeliveryRules rules, DeliveryInbox inbox) {}

  private final DeliveryInbox inbox;
  private final InstantSource clock;
  private final WebhookLimits limits;
  private final Authenticator authenticator;
  private final HeaderKeeper headers;
  private final BodyReader bodies;
  private final WebhookMeters meters = new WebhookMeters();
  private final StoreLog log;
  private final Refusals refusals;
  private final PostRates rates;

  /// @param proxies whose word counts about where a delivery came from
  public HaloWebhookEndpoint(
      Ports ports, TrustedProxies proxies, InstantSource clock, WebhookLimits limits) {
    this.inbox = ports.inbox();
    this.clock = clock;
    this.limits = limits;
    this.authenticator = new Authenticator(ports.schemes(), ports.senders(), proxies, clock);
    this.headers = new HeaderKeeper(ports.rules(), ports.schemes(), clock);
    this.bodies = new BodyReader(limits);
    this.log = new StoreLog(clock);
    this.refusals = new Refusals(new RefusalLog(clock));
    this.rates = new PostRates(limits.postsPerSecond(), System::nanoTime);
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any(this::handle);
  }

  @Override
  public void beforeStart() {
    bodies.start();
  }

  @Override
  public void afterStop() {
    bodies.stop();
  }

  /// What the listener must be given so that compressed bodies arrive here as they were sent;
  /// without it Helidon refuses them.
  public static ContentEncodingContext encodings() {
    return new AnyEncoding();
  }

  public WebhookMeters meters() {
    return meters;
  }

  public Refusals refusals() {
    return refusals;
  }

  private void handle(ServerRequest request, ServerResponse response) {
    if (!request.prologue().method().equals(Method.POST)) {
      response.status(Status.METHOD_NOT_ALLOWED_405).header(HeaderNames.ALLOW, "POST").send();
      return;
    }
    meters.received.increment();
    switch (bodies.read(request)) {
      case Body.Whole body -> authenticate(body, request, response);
      case Body.Encoded _ -> refuseEncoding(request, response);
      case Body.TooLong _ -> refuseLong(response);
      case Body.TooSlow slow -> {
        meters.tooSlow.increment();
        throw slow.closing();
      }
    }
  }

  private void refuseEncoding(ServerRequest request, ServerResponse response) {
    meters.unknownEncoding.increment();
    authenticator
        .addressee(request)
        .ifPresentOrElse(
            connection -> refusals.count(connection, Refusal.UNKNOWN_ENCODING),
            refusals::countUnknown);
    response.status(Status.BAD_REQUEST_400).send();
  }

  private void authenticate(Body.Whole body, ServerRequest request, ServerResponse response) {
    switch (authenticator.authenticate(request, body)) {
      case Authenticator.Verdict.Authentic(var connection) ->
          take(connection, body, request, response);
      case Authenticator.Verdict.Refused(var connection, var reason) -> {
        refusals.count(connection, reason);
        refuse(response);
      }
      case Authenticator.Verdict.Unknown() -> {
        refusals.countUnknown();
        refuse(response);
      }
      case Authenticator.Verdict.Undecidable() -> {
        meters.unavailable.increment();
        sendAway(response);
      }
    }
  }

  private void refuse(ServerResponse response) {
    meters.refused.increment();
    response.status(Status.UNAUTHORIZED_401).header(PLAIN).send(NOT_ACCEPTED);
  }

  private void take(
      ConnectionId connection, Body.Whole body, ServerRequest request, ServerResponse response) {
    var content = body.inflated();
    if (content.isEmpty()) {
      refusals.count(connection, Refusal.TOO_LARGE);
      refuseLong(response);
    } else if (rates.admits(connection)) {
      var kept = headers.of(connection, request.headers());
      store(new IncomingDelivery(connection, clock.instant(), content.get(), kept), response);
    } else {
      meters.tooMany.increment();
      refusals.count(connection, Refusal.TOO_MANY);
      sendAway(response);
    }
  }

  private void store(IncomingDelivery delivery, ServerResponse response) {
    try {
      inbox.accept(delivery);
      meters.accepted.increment();
      log.stored();
      response.status(Status.ACCEPTED_202).send();
    } catch (StoreUnavailable later) {
      meters.unavailable.increment();
      log.sentAway(later);
      sendAway(response);
    }
  }

  /// With the answer after which senders try again.
  private void sendAway(ServerResponse response) {
    response
        .status(Status.SERVICE_UNAVAILABLE_503)
        .header(HeaderNames.RETRY_AFTER, Long.toString(limits.retryAfter().toSeconds()))
        .send();
  }

  /// Closes the connection: Helidon would otherwise wait for the rest of the body.
  private void refuseLong(ServerResponse response) {
    meters.tooLarge.increment();
    response
        .status(Status.REQUEST_ENTITY_TOO_LARGE_413)
        .header(HeaderValues.CONNECTION_CLOSE)
        .send();
    throw new CloseConnectionException("The body is too long.");
  }
}

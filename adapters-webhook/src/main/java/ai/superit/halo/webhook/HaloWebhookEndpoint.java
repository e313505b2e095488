package ai.superit.halo.webhook;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.domain.connection.ConnectionId;
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
/// answer, and never reaches the store.
///
/// A signature is checked over the body as it was sent; if that was compressed and the signature
/// does not match, also over the inflated body, since proxies compress behind the sender's back.
/// What is stored is the inflated body.
///
/// Safe for use by many threads; belongs to the server that it is mounted in, which starts and
/// stops it.
public final class HaloWebhookEndpoint implements HttpService {
  private final DeliveryInbox inbox;
  private final InstantSource clock;
  private final WebhookLimits limits;
  private final Authenticator authenticator;
  private final BodyReader bodies;
  private final WebhookMeters meters = new WebhookMeters();
  private final StoreLog log;

  public HaloWebhookEndpoint(
      WebhookSchemes schemes, DeliveryInbox inbox, InstantSource clock, WebhookLimits limits) {
    this.inbox = inbox;
    this.clock = clock;
    this.limits = limits;
    this.authenticator = new Authenticator(schemes, clock);
    this.bodies = new BodyReader(limits);
    this.log = new StoreLog(clock);
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
    return ContentEncodingContext.builder()
        .addContentEncoding(new Untouched("gzip"))
        .addContentEncoding(new Untouched("deflate"))
        .build();
  }

  public WebhookMeters meters() {
    return meters;
  }

  private void handle(ServerRequest request, ServerResponse response) {
    if (!request.prologue().method().equals(Method.POST)) {
      response.status(Status.METHOD_NOT_ALLOWED_405).header(HeaderNames.ALLOW, "POST").send();
      return;
    }
    meters.received.increment();
    switch (bodies.read(request)) {
      case Body.Whole body -> authenticate(body, request, response);
      case Body.TooLong _ -> refuseLong(response);
      case Body.TooSlow slow -> {
        meters.tooSlow.increment();
        throw slow.closing();
      }
    }
  }

  private void authenticate(Body.Whole body, ServerRequest request, ServerResponse response) {
    var sender = authenticator.authenticate(request, body);
    if (sender.isEmpty()) {
      meters.refused.increment();
      response.status(Status.UNAUTHORIZED_401).send();
      return;
    }
    var content = body.inflated();
    if (content.isEmpty()) {
      refuseLong(response);
      return;
    }
    store(sender.get(), content.get(), response);
  }

  private void store(ConnectionId connection, byte[] content, ServerResponse response) {
    try {
      inbox.accept(new IncomingDelivery(connection, clock.instant(), content));
      meters.accepted.increment();
      log.stored();
      response.status(Status.ACCEPTED_202).send();
    } catch (StoreUnavailable later) {
      meters.unavailable.increment();
      log.sentAway(later);
      response
          .status(Status.SERVICE_UNAVAILABLE_503)
          .header(HeaderNames.RETRY_AFTER, Long.toString(limits.retryAfter().toSeconds()))
          .send();
    }
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

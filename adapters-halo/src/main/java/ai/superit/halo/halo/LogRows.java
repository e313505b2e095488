package ai.superit.halo.halo;

import ai.superit.halo.application.webhook.DeliveryLogs.Flaw;
import ai.superit.halo.application.webhook.DeliveryLogs.LogPage;
import ai.superit.halo.application.webhook.DeliveryReader;
import ai.superit.halo.application.webhook.LoggedDelivery;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.LogAccess;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Understands rows of a delivery log. A delivery is known by its body, so a body proves something
/// only if it is there, and if it bears an id of its own: two deliveries without one may be equal.
final class LogRows {
  /// A row that proves nothing.
  private static final class Flawed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final LogAccess why;

    Flawed(LogAccess why) {
      super(why.reason());
      this.why = why;
    }
  }

  private final DeliveryReader reader;
  private final String webhook;

  LogRows(DeliveryReader reader, String webhook) {
    this.reader = reader;
    this.webhook = webhook;
  }

  /// A flawed row that does not tell its time is no younger than the one before it.
  LogPage page(Listing listing, boolean isLast) {
    var deliveries = new ArrayList<LoggedDelivery>();
    var flaws = new ArrayList<Flaw>();
    var times = new ArrayList<Instant>();
    var first = "";
    for (var item : listing.items()) {
      try {
        var row = Row.of(item).orElseThrow(() -> new Flawed(LogAccess.UNREADABLE));
        first = first.isEmpty() ? row.text("id") : first;
        if (isOurs(row)) {
          HaloTime.find(row.text("timestamp")).ifPresent(times::add);
          deliveries.add(delivery(row));
        }
      } catch (Flawed strange) {
        flaws.add(new Flaw(strange.why, last(times)));
      } catch (Row.Unreadable strange) {
        flaws.add(new Flaw(LogAccess.UNREADABLE, last(times)));
      }
    }
    return new LogPage(deliveries, flaws, times, first, listing.items().size(), isLast);
  }

  private static Optional<Instant> last(List<Instant> times) {
    return times.isEmpty() ? Optional.empty() : Optional.of(times.getLast());
  }

  /// A tenant that does not know the parameter gives the rows of all webhooks.
  private boolean isOurs(Row row) {
    var of = row.text("webhook_id");
    return of.isEmpty() || of.equalsIgnoreCase(webhook);
  }

  private LoggedDelivery delivery(Row row) {
    var sentAt =
        HaloTime.find(row.text("timestamp")).orElseThrow(() -> new Flawed(LogAccess.UNREADABLE));
    var text = row.text("requestbody");
    if (text.isBlank()) {
      throw new Flawed(LogAccess.LIGHTWEIGHT);
    }
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var body = body(bytes).filter(LogRows::tellsItself);
    if (body.isEmpty()) {
      throw new Flawed(LogAccess.CUSTOM_PAYLOAD);
    }
    var events = events(bytes);
    return new LoggedDelivery(
        DeliveryDigest.of(bytes), sentAt, arrived(row), objects(row, body.get(), events), events);
  }

  private static Optional<DeliveryBody> body(byte[] bytes) {
    try {
      return Optional.of(DeliveryBody.of(bytes));
    } catch (JacksonException broken) {
      return Optional.empty();
    }
  }

  private static boolean arrived(Row row) {
    return row.reference("responsestatus").filter(status -> status / 100 == 2).isPresent();
  }

  private static boolean tellsItself(DeliveryBody body) {
    return body.id().isPresent()
        || (!body.items().isEmpty() && body.items().stream().allMatch(LogRows::hasId));
  }

  private static boolean hasId(JsonNode event) {
    return DeliveryBody.id(event).isPresent();
  }

  private List<HaloEvent> events(byte[] body) {
    return reader.readVouchedFor(body) instanceof DeliveryReader.Content.Events(var events, _, _)
        ? events
        : List.of();
  }

  /// A body that does not number its record still tells the kind of it; the log has the number.
  private static Set<ObjectRef> objects(Row row, DeliveryBody body, List<HaloEvent> events) {
    if (!events.isEmpty()) {
      return events.stream().map(HaloEvent::object).collect(Collectors.toSet());
    }
    return row.reference("entity_id")
        .filter(id -> id <= Integer.MAX_VALUE && !body.isBatch())
        .flatMap(id -> Row.of(body.items().getFirst()).map(told -> object(told, id)))
        .map(Set::of)
        .orElseGet(Set::of);
  }

  private static ObjectRef object(Row told, long id) {
    return new ObjectRef(new EnvelopeRow(told).kind(), id);
  }
}

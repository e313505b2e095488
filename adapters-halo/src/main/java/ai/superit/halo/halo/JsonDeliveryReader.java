package ai.superit.halo.halo;

import ai.superit.halo.application.webhook.DeliveryReader;
import ai.superit.halo.domain.webhook.HaloEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads bodies that anybody may have written who knows the webhook's secret, or found a Halo field
/// to write into: nothing in them is trusted beyond its form.
final class JsonDeliveryReader implements DeliveryReader {
  /// Halo groups far fewer; each event may cost one call.
  private static final int MAX_EVENTS = 10_000;

  @Override
  public Content read(byte[] body) {
    try {
      return read(Json.treeWithoutDuplicates(body), true);
    } catch (JacksonException broken) {
      return readAgain(body);
    }
  }

  /// A key that comes twice has two values, so such a body may say which object changed, but not
  /// how it looks now.
  private static Content readAgain(byte[] body) {
    try {
      return read(Json.tree(body), false);
    } catch (JacksonException broken) {
      return new Content.Unreadable("The body is not JSON, or is nested too deep.");
    }
  }

  private static Content read(JsonNode root, boolean trusted) {
    if (root.isObject()) {
      return single(root, trusted);
    }
    return root.isArray()
        ? batch(root, trusted)
        : new Content.Unreadable("The body is neither an object nor a list of objects.");
  }

  private static Content single(JsonNode root, boolean trusted) {
    return isOfNoUse(root) ? new Content.OfNoUse() : useful(root, trusted);
  }

  private static boolean isOfNoUse(JsonNode item) {
    return Row.of(item).filter(row -> new EnvelopeRow(row).isOfNoUse()).isPresent();
  }

  private static Content useful(JsonNode root, boolean trusted) {
    return event(root, trusted)
        .<Content>map(event -> new Content.Events(List.of(event), 0))
        .orElseGet(() -> new Content.Unreadable("The body does not say which record it is about."));
  }

  private static Content batch(JsonNode root, boolean trusted) {
    if (root.size() > MAX_EVENTS) {
      return new Content.Unreadable("The body holds more than " + MAX_EVENTS + " events.");
    }
    var events = new ArrayList<HaloEvent>();
    var useless = 0;
    for (var item : root) {
      if (isOfNoUse(item)) {
        useless++;
      } else {
        event(item, trusted).ifPresent(events::add);
      }
    }
    return useless > 0 && useless == root.size()
        ? new Content.OfNoUse()
        : new Content.Events(events, root.size() - useless - events.size());
  }

  private static Optional<HaloEvent> event(JsonNode item, boolean trusted) {
    return Row.of(item).flatMap(row -> new EnvelopeRow(row).event(trusted));
  }
}

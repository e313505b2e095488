package ai.superit.halo.halo;

import ai.superit.halo.application.webhook.DeliveryReader;
import ai.superit.halo.domain.webhook.HaloEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads bodies that anybody may have written who knows the webhook's secret, or found a Halo field
/// to write into: nothing in them is trusted beyond its form.
final class JsonDeliveryReader implements DeliveryReader {
  /// Halo groups far fewer; each event may cost one call.
  private static final int MAX_EVENTS = 10_000;

  @Override
  public Content read(byte[] body) {
    return read(body, true);
  }

  @Override
  public Content readVouchedFor(byte[] body) {
    return read(body, false);
  }

  private static Content read(byte[] body, boolean needsId) {
    var text = HaloText.of(body);
    try {
      return new Reading(true, needsId).of(Json.treeWithoutDuplicates(text));
    } catch (JacksonException broken) {
      return readAgain(text, needsId);
    }
  }

  /// A key that comes twice has two values, so such a body may say which object changed, but not
  /// how it looks now.
  private static Content readAgain(byte[] text, boolean needsId) {
    try {
      return new Reading(false, needsId).of(Json.tree(text));
    } catch (JacksonException broken) {
      return new Content.Unreadable("The body is not JSON, or is nested too deep.");
    }
  }

  /// @param trusted whether the body may also say how the object looks
  /// @param needsId whether it must carry an id as Halo's deliveries do
  private record Reading(boolean trusted, boolean needsId) {
    Content of(JsonNode root) {
      if (root.isObject()) {
        return single(root);
      }
      return root.isArray()
          ? batch(root)
          : new Content.Unreadable("The body is neither an object nor a list of objects.");
    }

    private Content single(JsonNode root) {
      var id = id(root);
      if (needsId && id.isEmpty()) {
        return new Content.Unreadable("The body has no id of a delivery, which is a GUID.");
      }
      return event(root)
          .<Content>map(event -> new Content.Events(List.of(event), 0, id))
          .orElseGet(
              () -> new Content.Unreadable("The body does not say which record it is about."));
    }

    private Content batch(JsonNode root) {
      if (root.size() > MAX_EVENTS) {
        return new Content.Unreadable("The body holds more than " + MAX_EVENTS + " events.");
      }
      var events = new ArrayList<HaloEvent>();
      for (var item : root) {
        if (!needsId || id(item).isPresent()) {
          event(item).ifPresent(events::add);
        }
      }
      return new Content.Events(events, root.size() - events.size());
    }

    private Optional<HaloEvent> event(JsonNode item) {
      return Row.of(item).flatMap(row -> new EnvelopeRow(row).event(trusted));
    }

    private static Optional<UUID> id(JsonNode item) {
      return Row.of(item).flatMap(row -> new EnvelopeRow(row).id());
    }
  }
}

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
  @Override
  public Content read(byte[] body) {
    return read(body, true);
  }

  @Override
  public Content readVouchedFor(byte[] body) {
    return read(body, false);
  }

  private static Content read(byte[] body, boolean needsId) {
    try {
      return new Reading(DeliveryBody.of(HaloText.of(body)), needsId).content();
    } catch (JacksonException broken) {
      return new Content.Unreadable("The body is not JSON, or is nested too deep.");
    }
  }

  /// @param needsId whether each event must carry an id as Halo's deliveries do, or the whole of
  ///   them
  private record Reading(DeliveryBody body, boolean needsId) {
    Content content() {
      return body.isBatch() ? batch() : single(body.items().getFirst());
    }

    private Content single(JsonNode root) {
      if (!root.isObject()) {
        return new Content.Unreadable("The body is neither an object nor a list of objects.");
      }
      if (needsId && body.id().isEmpty()) {
        return new Content.Unreadable("The body has no id of a delivery, which is a GUID.");
      }
      return event(root)
          .<Content>map(event -> new Content.Events(List.of(event), 0, body.id()))
          .orElseGet(
              () -> new Content.Unreadable("The body does not say which record it is about."));
    }

    private Content batch() {
      if (body.items().size() > DeliveryBody.MAX_EVENTS) {
        return new Content.Unreadable(
            "The body holds more than " + DeliveryBody.MAX_EVENTS + " events.");
      }
      var events = new ArrayList<HaloEvent>();
      for (var item : body.items()) {
        if (!needsId || body.id().or(() -> DeliveryBody.id(item)).isPresent()) {
          event(item).ifPresent(events::add);
        }
      }
      return new Content.Events(events, body.items().size() - events.size());
    }

    private Optional<HaloEvent> event(JsonNode item) {
      return Row.of(item).flatMap(row -> new EnvelopeRow(row).event(body.trusted()));
    }
  }
}

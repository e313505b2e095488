package ai.superit.halo.halo;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The events in the body of a delivery. No public source shows the body of several that are posted
/// together; a list of them is the likeliest, an object around such a list and one of them on each
/// line are understood as well.
///
/// @param isBatch whether it is made for several events
/// @param id of the whole; empty for a list and for lines
/// @param trusted whether no key comes twice, so that everybody reads the same
record DeliveryBody(List<JsonNode> items, boolean isBatch, Optional<UUID> id, boolean trusted) {
  /// Halo groups far fewer; each event may cost one call.
  static final int MAX_EVENTS = 10_000;

  /// @throws JacksonException if it is not JSON, or nested too deep
  static DeliveryBody of(byte[] text) {
    try {
      return of(Json.treeWithoutDuplicates(text), true);
    } catch (JacksonException broken) {
      return readAgain(text);
    }
  }

  /// A key that comes twice has two values, so such a body may say which object changed, but not
  /// how it looks now.
  private static DeliveryBody readAgain(byte[] text) {
    try {
      return of(Json.tree(text), false);
    } catch (JacksonException broken) {
      return lines(text).orElseThrow(() -> broken);
    }
  }

  private static DeliveryBody of(JsonNode root, boolean trusted) {
    if (root.isArray()) {
      return new DeliveryBody(
          List.copyOf(root.asArray().elements()), true, Optional.empty(), trusted);
    }
    var id = id(root);
    return wrapped(root)
        .map(items -> new DeliveryBody(items, true, id, trusted))
        .orElseGet(() -> new DeliveryBody(List.of(root), false, id, trusted));
  }

  /// The list of events that the object is made for, with itself if it is one of them.
  private static Optional<List<JsonNode>> wrapped(JsonNode root) {
    return root.values().stream()
        .filter(list -> list.isArray() && list.valueStream().anyMatch(DeliveryBody::isEvent))
        .findFirst()
        .map(list ->
            Stream.concat(Stream.of(root).filter(DeliveryBody::isEvent), list.valueStream())
                .toList());
  }

  /// Whether it says what happened, and to which record.
  private static boolean isEvent(JsonNode item) {
    return item.hasNonNull("object_id") && item.hasNonNull("event");
  }

  /// Whether it has what a single delivery is known by.
  private static boolean isDelivery(JsonNode item) {
    return item.hasNonNull("object_id") || id(item).isPresent();
  }

  private static Optional<DeliveryBody> lines(byte[] text) {
    for (var trusted : List.of(true, false)) {
      try {
        return Optional.of(Json.objects(text, MAX_EVENTS + 1, trusted))
            .filter(objects -> objects.size() > 1)
            .filter(objects -> objects.stream().anyMatch(DeliveryBody::isDelivery))
            .map(objects -> new DeliveryBody(objects, true, Optional.empty(), trusted));
      } catch (JacksonException broken) {
        // With a key that comes twice it can still be read.
      }
    }
    return Optional.empty();
  }

  static Optional<UUID> id(JsonNode item) {
    return Row.of(item).flatMap(row -> new EnvelopeRow(row).id());
  }
}

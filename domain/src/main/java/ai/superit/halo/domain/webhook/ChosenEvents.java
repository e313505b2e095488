package ai.superit.halo.domain.webhook;

import ai.superit.halo.domain.sync.Resource;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The events that a webhook tells of, each with HaloPSA's numbers for it.
///
/// @param numbers of each chosen event, at least one
public record ChosenEvents(Map<WebhookEvent, Set<Integer>> numbers) {
  /// Every event whose number is known: what happens to tickets.
  public static final ChosenEvents DEFAULT =
      new ChosenEvents(
          Arrays.stream(WebhookEvent.values())
              .filter(event -> !event.numbers().isEmpty())
              .collect(Collectors.toMap(event -> event, WebhookEvent::numbers)));

  public ChosenEvents {
    if (numbers.isEmpty() || numbers.values().stream().anyMatch(Set::isEmpty)) {
      throw new IllegalArgumentException("at least one event, each with a number, is needed");
    }
    var sorted = new EnumMap<WebhookEvent, Set<Integer>>(WebhookEvent.class);
    numbers.forEach((event, of) -> sorted.put(event, Set.copyOf(of)));
    numbers = Collections.unmodifiableMap(sorted);
  }

  /// The numbers of all chosen events.
  public Set<Integer> all() {
    return numbers.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
  }

  /// The lists whose every change is to be told. Of others nothing can be missed.
  public Set<Resource> lists() {
    return numbers.keySet().stream()
        .flatMap(event -> event.list().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}

package ai.superit.halo.application.webhook;

import ai.superit.halo.application.webhook.ClaimedDelivery.Claim;
import ai.superit.halo.application.webhook.ClaimedDelivery.Standing;
import ai.superit.halo.application.webhook.DeliveryReader.Content;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.HaloEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Finds out what claimed deliveries say, and which of it is to be applied.
public final class UnderstandDeliveries {
  /// What is to be done about a delivery.
  sealed interface Understood {
    /// All that the delivery tells of, whether it is to be applied or not.
    List<HaloEvent> told();

    /// Nothing more.
    record Settled(Disposition disposition, List<HaloEvent> told) implements Understood {}

    /// @param events at least one
    /// @param rest what becomes of the delivery once they are applied
    record ToApply(List<HaloEvent> events, Disposition rest, List<HaloEvent> told)
        implements Understood {}
  }

  private static final String ODD = "The type of the content is not JSON in UTF-8.";

  private static final String NOTHING = "It tells of nothing that is mirrored.";

  private final DeliveryReader reader;
  private final DeliveryRules rules;
  private final FilterEvents filtering;
  private final DeliveryConflicts conflicts;

  public UnderstandDeliveries(
      DeliveryReader reader,
      DeliveryRules rules,
      FilterEvents filtering,
      DeliveryConflicts conflicts) {
    this.reader = reader;
    this.rules = rules;
    this.filtering = filtering;
    this.conflicts = conflicts;
  }

  /// @param deliveries all of one connection
  Map<Claim, Understood> understand(
      ConnectionId connection, List<ClaimedDelivery> deliveries, Instant now) {
    var contents = new LinkedHashMap<ClaimedDelivery, Content>();
    deliveries.forEach(delivery -> contents.put(delivery, read(delivery)));
    var names = names(contents);
    if (!names.isEmpty()) {
      conflicts.remember(connection, names, now);
    }
    var filterable =
        contents.entrySet().stream()
            .filter(each -> each.getKey().standing() != Standing.VOUCHED_FOR)
            .flatMap(each -> events(each.getValue()).stream())
            .toList();
    var verdicts = filtering.verdicts(connection, rules.filters(connection), filterable);
    var understood = new LinkedHashMap<Claim, Understood>();
    contents.forEach((delivery, content) ->
        understood.put(delivery.claim(), understood(delivery, content, verdicts)));
    return understood;
  }

  private Content read(ClaimedDelivery delivery) {
    return switch (delivery.standing()) {
      case USUAL ->
          rules.bodiesWithoutId(delivery.connection())
              ? reader.readVouchedFor(delivery.body())
              : reader.read(delivery.body());
      case ODD -> new Content.Unreadable(ODD);
      case NAMED, VOUCHED_FOR -> reader.readVouchedFor(delivery.body());
    };
  }

  private static List<DeliveryConflicts.Named> names(Map<ClaimedDelivery, Content> contents) {
    var names = new ArrayList<DeliveryConflicts.Named>();
    contents.forEach((delivery, content) -> {
      if (content instanceof Content.Events(_, _, var id) && id.isPresent()) {
        var number = delivery.claim().deliveryId();
        names.add(
            new DeliveryConflicts.Named(id.get(), number, DeliveryDigest.of(delivery.body())));
      }
    });
    return names;
  }

  private static List<HaloEvent> events(Content content) {
    return content instanceof Content.Events(var events, _, _) ? events : List.of();
  }

  private static Understood understood(
      ClaimedDelivery delivery, Content content, Function<HaloEvent, Optional<String>> verdicts) {
    return switch (content) {
      case Content.Unreadable(var reason) ->
          new Understood.Settled(new Disposition.Quarantined(reason), List.of());
      case Content.Events(var events, var unreadable, _) when events.isEmpty() && unreadable == 0 ->
          new Understood.Settled(new Disposition.Skipped(NOTHING), List.of());
      case Content.Events(var events, var unreadable, _) -> {
        var wanted =
            delivery.standing() == Standing.VOUCHED_FOR
                ? events
                : events.stream().filter(event -> verdicts.apply(event).isEmpty()).toList();
        yield wanted.isEmpty()
            ? new Understood.Settled(ofNone(events, unreadable, verdicts), events)
            : new Understood.ToApply(wanted, rest(unreadable), events);
      }
    };
  }

  private static Disposition ofNone(
      List<HaloEvent> events, int unreadable, Function<HaloEvent, Optional<String>> verdicts) {
    return events.stream()
        .findFirst()
        .filter(_ -> unreadable == 0)
        .flatMap(verdicts)
        .<Disposition>map(Disposition.Skipped::new)
        .orElseGet(
            () -> new Disposition.Quarantined(unreadable + " items could not be understood"));
  }

  /// What could not be understood waits for a person; the others do not wait for it.
  private static Disposition rest(int unreadable) {
    return unreadable == 0
        ? new Disposition.Applied()
        : new Disposition.Quarantined(
            unreadable + " items could not be understood; the others were applied");
  }
}

package ai.superit.halo.application.webhook;

import ai.superit.halo.application.webhook.DeadLetters.Selection;
import ai.superit.halo.application.webhook.DeliveryReader.Content;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryFilters;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Tells what would become of deliveries, and changes nothing.
public final class ForeseeDeliveries {
  /// How many deliveries are looked at for a preview.
  public static final int MOST_PREVIEWED = 200;

  /// How many dead letters are looked at for a forecast, the newest.
  public static final int MOST_FORECAST = 1_000;

  /// @param skipped why it would be passed over; empty if it would be applied, or if nothing in it
  ///   is understood
  /// @param headers that were kept with it
  public record Preview(
      long number, Instant receivedAt, Optional<String> skipped, Map<String, String> headers) {}

  /// What would become of dead letters that are replayed now.
  ///
  /// @param examined how many were looked at
  /// @param likely readable, and all their records are in the mirror
  /// @param uncertain readable, but Halo has to be asked for a record that is not in the mirror
  /// @param unreadable set aside again
  public record Forecast(int examined, int likely, int uncertain, int unreadable) {
    private Forecast plus(Forecast other) {
      return new Forecast(
          examined + other.examined,
          likely + other.likely,
          uncertain + other.uncertain,
          unreadable + other.unreadable);
    }
  }

  private interface Portions {
    SequencedMap<Long, IncomingDelivery> read(long before, int atMost);
  }

  private final ReceivedDeliveries received;
  private final DeliveryReader reader;
  private final DeliveryRules rules;
  private final EventSubjects subjects;
  private final FilterEvents filtering;

  public ForeseeDeliveries(
      ReceivedDeliveries received,
      DeliveryReader reader,
      DeliveryRules rules,
      EventSubjects subjects) {
    this.received = received;
    this.reader = reader;
    this.rules = rules;
    this.subjects = subjects;
    this.filtering = new FilterEvents(subjects);
  }

  /// What these filters would do with the last deliveries, the newest first.
  ///
  /// @param last at most [#MOST_PREVIEWED]
  public List<Preview> preview(ConnectionId connection, DeliveryFilters filters, int last) {
    var previews = new ArrayList<Preview>();
    inPortions(
        last,
        (before, atMost) -> received.last(connection, before, atMost),
        portion -> previews.addAll(preview(connection, filters, portion)));
    return List.copyOf(previews);
  }

  private List<Preview> preview(
      ConnectionId connection,
      DeliveryFilters filters,
      SequencedMap<Long, IncomingDelivery> deliveries) {
    var headers = received.headers(connection, deliveries.keySet());
    var events =
        deliveries.entrySet().stream()
            .collect(
                Collectors.toMap(
                    each -> each.getValue(),
                    each ->
                        events(
                            read(each.getValue(), headers.getOrDefault(each.getKey(), Map.of())))));
    var verdicts =
        filtering.verdicts(
            connection, filters, events.values().stream().flatMap(List::stream).toList());
    return deliveries.entrySet().stream()
        .map(each -> {
          var about = events.getOrDefault(each.getValue(), List.of());
          var reasons = about.stream().map(verdicts).toList();
          var skipped =
              reasons.stream().allMatch(Optional::isPresent)
                  ? reasons.stream().flatMap(Optional::stream).findFirst()
                  : Optional.<String>empty();
          return new Preview(
              each.getKey(),
              each.getValue().receivedAt(),
              skipped,
              headers.getOrDefault(each.getKey(), Map.of()));
        })
        .toList();
  }

  private Content read(IncomingDelivery delivery, Map<String, String> headers) {
    var needsNoId =
        headers.containsKey(IncomingDelivery.SIGNED_ID)
            || rules.bodiesWithoutId(delivery.connection());
    return needsNoId ? reader.readVouchedFor(delivery.body()) : reader.read(delivery.body());
  }

  /// As workers would find them now, read as what a person vouches for.
  public Forecast forecast(Selection selection) {
    var forecasts = new ArrayList<Forecast>();
    inPortions(
        MOST_FORECAST,
        (before, atMost) -> received.deadLetters(selection, before, atMost),
        portion -> forecasts.add(forecast(selection.connection(), portion.values())));
    return forecasts.stream().reduce(new Forecast(0, 0, 0, 0), Forecast::plus);
  }

  private Forecast forecast(ConnectionId connection, Collection<IncomingDelivery> deliveries) {
    var contents =
        deliveries.stream().map(delivery -> reader.readVouchedFor(delivery.body())).toList();
    var objects = new HashSet<ObjectRef>();
    contents.forEach(content -> objects.addAll(objects(content)));
    var mirrored = subjects.known(connection, objects).keySet();
    var unreadable = (int) contents.stream().filter(ForeseeDeliveries::fails).count();
    var likely =
        (int)
            contents.stream()
                .filter(content -> !fails(content) && mirrored.containsAll(objects(content)))
                .count();
    return new Forecast(contents.size(), likely, contents.size() - likely - unreadable, unreadable);
  }

  /// Bodies may be large: no more than a portion of them is held at once.
  private static void inPortions(
      int most, Portions portions, Consumer<SequencedMap<Long, IncomingDelivery>> each) {
    var before = ReceivedDeliveries.NEWEST;
    for (int left = most; left > 0; ) {
      var portion = portions.read(before, left);
      if (portion.isEmpty()) {
        return;
      }
      each.accept(portion);
      before = portion.sequencedKeySet().getLast();
      left -= portion.size();
    }
  }

  private static boolean fails(Content content) {
    return switch (content) {
      case Content.Unreadable _ -> true;
      case Content.Events(var events, var unreadable, _) -> events.isEmpty() || unreadable > 0;
    };
  }

  private static List<HaloEvent> events(Content content) {
    return content instanceof Content.Events(var events, _, _) ? events : List.of();
  }

  private static Set<ObjectRef> objects(Content content) {
    return events(content).stream().map(HaloEvent::object).collect(Collectors.toSet());
  }
}

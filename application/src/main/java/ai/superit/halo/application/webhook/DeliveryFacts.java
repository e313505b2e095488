package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.webhook.Latencies;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a worker learned of a delivery, for people who look at it later.
///
/// @param events what happened, in Halo's words, of each at most 200 characters
/// @param clients of the tickets and clients that it is about, by the mirror
/// @param happenedAt by Halo's clock, where the body says so
/// @param replayed whether a person had it applied later, so that its age says nothing of our speed
public record DeliveryFacts(
    Instant receivedAt,
    Set<String> events,
    Set<ObjectRef> objects,
    Set<ClientId> clients,
    Optional<Instant> happenedAt,
    boolean replayed) {
  /// Longer before its receipt nothing is believed to have happened.
  private static final Duration BELIEVED = Duration.ofDays(7);

  private static final int LONGEST_NAME = 200;

  public DeliveryFacts {
    events = events.stream().map(DeliveryFacts::shortened).collect(Collectors.toUnmodifiableSet());
    objects = Set.copyOf(objects);
    clients = Set.copyOf(clients);
  }

  public DeliveryFacts(
      Instant receivedAt,
      Set<String> events,
      Set<ObjectRef> objects,
      Set<ClientId> clients,
      Optional<Instant> happenedAt) {
    this(receivedAt, events, objects, clients, happenedAt, false);
  }

  public DeliveryFacts withReplayed(boolean wasReplayed) {
    return new DeliveryFacts(receivedAt, events, objects, clients, happenedAt, wasReplayed);
  }

  /// Of a delivery in which nothing was found.
  public static DeliveryFacts none(Instant receivedAt) {
    return new DeliveryFacts(receivedAt, Set.of(), Set.of(), Set.of(), Optional.empty());
  }

  /// One by which a delivery counts in the statistics.
  ///
  /// @param hour the first moment of the hour, of the day for clients
  public record Mark(DeliveryStatistics.Share share, Instant hour, String name) {}

  /// What the delivery adds to the statistics when a worker says this of it.
  public List<Mark> marks(Disposition how, Instant now) {
    var hour = now.truncatedTo(ChronoUnit.HOURS);
    var marks = new ArrayList<Mark>();
    how.failure()
        .ifPresent(
            why -> marks.add(new Mark(DeliveryStatistics.Share.FAILURE, hour, shortened(why))));
    if (how instanceof Disposition.Retry) {
      return marks;
    }
    for (var event : events) {
      marks.add(new Mark(DeliveryStatistics.Share.EVENT, hour, event));
    }
    for (var client : clients) {
      var day = now.truncatedTo(ChronoUnit.DAYS);
      marks.add(new Mark(DeliveryStatistics.Share.CLIENT, day, Long.toString(client.value())));
    }
    if (how instanceof Disposition.Applied) {
      latency(now)
          .map(latency -> Integer.toString(Latencies.bucket(latency)))
          .ifPresent(bucket -> marks.add(new Mark(DeliveryStatistics.Share.LATENCY, hour, bucket)));
    }
    return marks;
  }

  /// From the event to now. What Halo's clock cannot be right about is counted from the receipt.
  /// Empty for what was replayed.
  public Optional<Duration> latency(Instant now) {
    if (replayed) {
      return Optional.empty();
    }
    var since =
        happenedAt
            .filter(at -> !at.isAfter(receivedAt) && at.isAfter(receivedAt.minus(BELIEVED)))
            .orElse(receivedAt);
    return Optional.of(Duration.between(since, now));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
  }
}

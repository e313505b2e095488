package ai.superit.halo.application.testing;

import ai.superit.halo.application.webhook.DeliveryFacts;
import ai.superit.halo.application.webhook.DeliveryFacts.Mark;
import ai.superit.halo.application.webhook.DeliveryStatistics;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.Latencies;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Counts over the same memory as the inbox, which adds to them.
record InMemoryDeliveryStatistics(Memory memory) implements DeliveryStatistics {
  record HourKey(ConnectionId connection, Instant hour) {}

  record MarkKey(ConnectionId connection, Mark mark) {}

  static void received(State state, ConnectionId connection, Instant at, boolean copy) {
    add(state, connection, at, new Counts(1, copy ? 1 : 0, 0, 0, 0, 0, 0, 0));
  }

  static void finished(
      State state,
      StoredDelivery delivery,
      Disposition how,
      Optional<DeliveryFacts> facts,
      Instant now) {
    var connection = delivery.incoming().connection();
    var again = delivery.attempt() > 1 ? 1 : 0;
    add(
        state,
        connection,
        now,
        switch (how) {
          case Disposition.Applied _ -> new Counts(0, 0, 1, 0, 0, 0, 0, again);
          case Disposition.Skipped _ -> new Counts(0, 0, 0, 1, 0, 0, 0, again);
          case Disposition.Quarantined _ -> new Counts(0, 0, 0, 0, 1, 0, 0, again);
          case Disposition.Parked _ -> new Counts(0, 0, 0, 0, 0, 1, 0, again);
          case Disposition.Retry _ -> new Counts(0, 0, 0, 0, 0, 0, 1, 0);
        });
    facts.stream()
        .flatMap(of -> of.marks(how, now).stream())
        .forEach(mark -> {
          var stored = new Mark(mark.share(), mark.hour(), StorableText.of(mark.name()));
          state.marks.merge(new MarkKey(connection, stored), 1L, Long::sum);
        });
  }

  private static void add(State state, ConnectionId connection, Instant at, Counts counts) {
    state.hours.merge(
        new HourKey(connection, at.truncatedTo(ChronoUnit.HOURS)), counts, Counts::plus);
  }

  @Override
  public List<Bucket> buckets(ConnectionId connection, Span span, Unit unit) {
    return memory.with(state -> {
      var from = start(span.from(), unit);
      var buckets = new TreeMap<Instant, Bucket>();
      state.hours.forEach((key, counts) -> {
        if (key.connection().equals(connection) && isWithin(key.hour(), from, span.to())) {
          var start = start(key.hour(), unit);
          buckets.merge(
              start, new Bucket(start, counts, Latencies.NONE), InMemoryDeliveryStatistics::plus);
        }
      });
      marks(state, connection, Share.LATENCY, from, span.to())
          .forEach(entry -> {
            var start = start(entry.getKey().mark().hour(), unit);
            var bucket = Integer.valueOf(entry.getKey().mark().name());
            var latencies = new Latencies(Map.of(bucket, entry.getValue()));
            buckets.merge(
                start, new Bucket(start, Counts.NONE, latencies), InMemoryDeliveryStatistics::plus);
          });
      return List.copyOf(buckets.values());
    });
  }

  @Override
  public List<Part> parts(ConnectionId connection, Share share, Span span, int atMost) {
    var from = start(span.from(), share == Share.CLIENT ? Unit.DAY : Unit.HOUR);
    return memory.with(state ->
        marks(state, connection, share, from, span.to())
            .collect(
                Collectors.groupingBy(
                    entry -> entry.getKey().mark().name(),
                    Collectors.summingLong(Map.Entry::getValue)))
            .entrySet()
            .stream()
            .map(entry -> new Part(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparingLong(Part::number).reversed().thenComparing(Part::name))
            .limit(atMost)
            .toList());
  }

  @Override
  public List<Long> received(ConnectionId connection, List<Instant> hours) {
    return memory.with(state ->
        hours.stream()
            .map(hour ->
                state.hours.getOrDefault(new HourKey(connection, hour), Counts.NONE).received())
            .toList());
  }

  @Override
  public Optional<Instant> firstHour(ConnectionId connection) {
    return memory.with(state ->
        state.hours.keySet().stream()
            .filter(key -> key.connection().equals(connection))
            .map(HourKey::hour)
            .min(Comparator.naturalOrder()));
  }

  @Override
  public void forgetBefore(Instant moment) {
    memory.with(state -> {
      state.hours.keySet().removeIf(key -> key.hour().isBefore(moment));
      return state.marks.keySet().removeIf(key -> key.mark().hour().isBefore(moment));
    });
  }

  private static Stream<Map.Entry<MarkKey, Long>> marks(
      State state, ConnectionId connection, Share share, Instant from, Instant to) {
    return state.marks.entrySet().stream()
        .filter(entry -> entry.getKey().connection().equals(connection))
        .filter(entry -> entry.getKey().mark().share() == share)
        .filter(entry -> isWithin(entry.getKey().mark().hour(), from, to));
  }

  private static boolean isWithin(Instant moment, Instant from, Instant to) {
    return !moment.isBefore(from) && moment.isBefore(to);
  }

  private static Instant start(Instant moment, Unit unit) {
    return moment.truncatedTo(unit == Unit.DAY ? ChronoUnit.DAYS : ChronoUnit.HOURS);
  }

  private static Bucket plus(Bucket one, Bucket other) {
    return new Bucket(
        one.start(), one.counts().plus(other.counts()), one.latencies().plus(other.latencies()));
  }
}

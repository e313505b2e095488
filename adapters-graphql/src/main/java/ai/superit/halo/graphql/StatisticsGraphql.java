package ai.superit.halo.graphql;

import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.DeliveryStatistics;
import ai.superit.halo.application.webhook.DeliveryStatistics.Bucket;
import ai.superit.halo.application.webhook.DeliveryStatistics.Counts;
import ai.superit.halo.application.webhook.DeliveryStatistics.Part;
import ai.superit.halo.application.webhook.DeliveryStatistics.Share;
import ai.superit.halo.application.webhook.DeliveryStatistics.Span;
import ai.superit.halo.application.webhook.DeliveryStatistics.Unit;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.webhook.Latencies;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How deliveries fared, hour by hour.
final class StatisticsGraphql {
  private static final Duration USUAL = Duration.ofDays(1);
  private static final Duration MOST_BY_HOUR = Duration.ofDays(31);
  private static final int MOST_PARTS = 100;

  private record Statistics(
      Session session, Connection connection, Span span, List<Bucket> buckets) {
    private DeliveryInbox.State inbox() {
      return session.oversight().inbox().state(connection.id());
    }

    private Counts totals() {
      return buckets.stream().map(Bucket::counts).reduce(Counts.NONE, Counts::plus);
    }

    private Latencies latencies() {
      return buckets.stream().map(Bucket::latencies).reduce(Latencies.NONE, Latencies::plus);
    }

    private List<Bucket> peaks(Arguments given) {
      return buckets.stream()
          .sorted(
              Comparator.comparingLong((Bucket bucket) -> bucket.counts().received()).reversed())
          .limit(size(given))
          .toList();
    }

    private List<Part> parts(Share share, Arguments given) {
      var size = size(given);
      session.countNestedList();
      return statistics(session).parts(connection.id(), share, span, size);
    }

    private List<ClientCount> clients(Arguments given) {
      var parts = parts(Share.CLIENT, given);
      var keys = parts.stream().map(this::key).collect(Collectors.toSet());
      var found =
          ClientNode.all(
              session, session.reads().clients().clientsByKey(session.visibility(), keys));
      return parts.stream().map(part -> new ClientCount(part, found.get(key(part)))).toList();
    }

    private Key<ClientId> key(Part part) {
      return new Key<>(connection.id(), new ClientId(Long.parseLong(part.name())));
    }
  }

  private record ClientCount(Part part, @Nullable ClientNode client) {}

  private StatisticsGraphql() {}

  static void wire(Wiring wiring) {
    wiring.query("webhookStatistics", StatisticsGraphql::statistics);
    wiring
        .type("WebhookStatistics", Statistics.class)
        .read("connection", Statistics::connection)
        .read("inbox", Statistics::inbox)
        .read("totals", Statistics::totals)
        .read("latency", Statistics::latencies)
        .read("buckets", Statistics::buckets)
        .fetch("peaks", Statistics::peaks)
        .fetch("byEvent", (of, given) -> of.parts(Share.EVENT, given))
        .fetch("byClient", Statistics::clients)
        .fetch("errors", (of, given) -> of.parts(Share.FAILURE, given));
    wiring
        .type("DeliveryBucket", Bucket.class)
        .read("start", Bucket::start)
        .read("counts", Bucket::counts)
        .read("latency", Bucket::latencies);
    wireCounts(wiring);
    wiring
        .type("LatencyPercentiles", Latencies.class)
        .read("p50", latencies -> millis(latencies, 0.5))
        .read("p95", latencies -> millis(latencies, 0.95))
        .read("p99", latencies -> millis(latencies, 0.99));
    wiring
        .type("EventCount", Part.class)
        .read("event", Part::name)
        .read("count", part -> shown(part.number()));
    wiring
        .type("ErrorCount", Part.class)
        .read("reason", Part::name)
        .read("count", part -> shown(part.number()));
    wiring
        .type("ClientCount", ClientCount.class)
        .read("number", of -> Integer.valueOf(of.part().name()))
        .read("client", ClientCount::client)
        .read("count", of -> shown(of.part().number()));
  }

  private static void wireCounts(Wiring wiring) {
    wiring
        .type("DeliveryCounts", Counts.class)
        .read("received", counts -> shown(counts.received()))
        .read("copies", counts -> shown(counts.copies()))
        .read("applied", counts -> shown(counts.applied()))
        .read("skipped", counts -> shown(counts.skipped()))
        .read("quarantined", counts -> shown(counts.quarantined()))
        .read("parked", counts -> shown(counts.parked()))
        .read("retried", counts -> shown(counts.retried()))
        .read("successRate", Counts::successRate)
        .read("errorRate", Counts::errorRate)
        .read("retryRate", Counts::retryRate);
  }

  private static Optional<Statistics> statistics(Session session, Arguments given) {
    var unit = given.choice("by", Unit.class);
    var to = given.instant("to").orElseGet(() -> session.oversight().receiving().clock().instant());
    var from = given.instant("from").orElse(to.minus(USUAL));
    var most = unit == Unit.HOUR ? MOST_BY_HOUR : DeliveryStatistics.KEPT;
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(most) > 0) {
      throw FieldFailure.invalid(
          "From `from` to `to` it is more than nothing and, by %s, at most %d days."
              .formatted(unit, most.toDays()));
    }
    var span = new Span(from, to);
    return ConnectionGraphql.find(session, given.requiredText("connectionId"))
        .map(connection ->
            new Statistics(
                session,
                connection,
                span,
                statistics(session).buckets(connection.id(), span, unit)));
  }

  private static DeliveryStatistics statistics(Session session) {
    return session.oversight().receiving().deliveries().statistics();
  }

  private static int size(Arguments given) {
    var size = given.number("first");
    if (size < 1 || size > MOST_PARTS) {
      throw FieldFailure.invalid("The argument first is 1 to " + MOST_PARTS + ".");
    }
    return size;
  }

  private static Optional<Integer> millis(Latencies latencies, double share) {
    return latencies.quantile(share).map(Duration::toMillis).map(StatisticsGraphql::shown);
  }

  private static int shown(long number) {
    return (int) Math.min(number, Integer.MAX_VALUE);
  }
}

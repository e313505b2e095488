package ai.superit.halo.application.alert;

import ai.superit.halo.application.sync.SyncSchedules;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.DeliveryStatistics;
import ai.superit.halo.application.webhook.DeliveryStatistics.Bucket;
import ai.superit.halo.application.webhook.DeliveryStatistics.Counts;
import ai.superit.halo.application.webhook.WebhookWatch;
import ai.superit.halo.domain.alert.UsualVolume;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.Latencies;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// How deliveries fare, by what is counted of them: always this hour so far and the whole one
/// before it, so that nothing is forgotten when an hour begins.
final class DeliveryReadings {
  private static final Duration HOUR = Duration.ofHours(1);

  /// How many deliveries are usual in an hour.
  private record Usual(double least, double most) {}

  private final DeliveryStatistics statistics;
  private final DeliveryInbox inbox;
  private final SyncSchedules schedules;
  private final WebhookWatch watch;

  DeliveryReadings(EvaluateAlerts.Ports ports) {
    this.statistics = ports.statistics();
    this.inbox = ports.inbox();
    this.schedules = ports.schedules();
    this.watch = ports.watch();
  }

  Observed failures(ConnectionId connection, Instant now) {
    var counts =
        lately(connection, now).stream().map(Bucket::counts).reduce(Counts.NONE, Counts::plus);
    var attempts =
        counts.applied()
            + counts.skipped()
            + counts.quarantined()
            + counts.parked()
            + counts.retried();
    var percent = 100 * counts.errorRate().orElse(0.0);
    return Observed.level(
        percent,
        attempts,
        "%d%% of %d attempts to apply deliveries failed in this hour and the one before."
            .formatted(Math.round(percent), attempts));
  }

  /// Nothing is applied while everything waits, so what waits counts too.
  ///
  /// @param fewest how many have to wait before they count
  Observed latency(ConnectionId connection, int fewest, Instant now) {
    var latencies =
        lately(connection, now).stream()
            .map(Bucket::latencies)
            .reduce(Latencies.NONE, Latencies::plus);
    var usual = latencies.quantile(0.95).orElse(Duration.ZERO);
    var state = inbox.state(connection);
    var waiting =
        state
            .oldestWaiting()
            .filter(_ -> state.waiting() >= fewest)
            .map(since -> Duration.between(since, now))
            .orElse(Duration.ZERO);
    return waiting.compareTo(usual) > 0
        ? Observed.level(
            waiting.toMillis() / 1e3,
            state.waiting(),
            "%d deliveries wait, the oldest for %d seconds."
                .formatted(state.waiting(), waiting.toSeconds()))
        : Observed.level(
            usual.toMillis() / 1e3,
            latencies.total(),
            "95 of 100 deliveries were applied within %d seconds in this hour and the one before."
                .formatted(usual.toSeconds()));
  }

  /// The hour before counts until the next one has passed, since an hour begins with nothing.
  Observed spike(ConnectionId connection, Instant now) {
    var hour = now.truncatedTo(ChronoUnit.HOURS);
    var worst = Observed.unknown("It is not known yet what is usual.");
    var worstTimes = -1.0;
    for (var each : List.of(hour, hour.minus(HOUR))) {
      var usual = usual(connection, each);
      if (usual.isPresent()) {
        var received = received(connection, each);
        var most = usual.get().most();
        var times = received / Math.max(1, most);
        if (times > worstTimes) {
          worstTimes = times;
          worst =
              Observed.level(
                  times,
                  received,
                  "%d deliveries came in the hour from %s, where about %d are usual."
                      .formatted(received, each, Math.round(most)));
        }
      }
    }
    return worst;
  }

  Observed silence(ConnectionId connection, Instant now) {
    if (isExpected(connection)
        && schedules.planned(connection).stream().anyMatch(SyncSchedules.Planned::webhooksSilent)) {
      return Observed.fact(
          true, "HaloPSA has changes that polling found and of which no delivery told.");
    }
    var before = now.truncatedTo(ChronoUnit.HOURS).minus(HOUR);
    var usual = usual(connection, before);
    if (usual.isEmpty()) {
      return Observed.fact(false, "No delivery is known to be missing.");
    }
    var received = received(connection, before) + received(connection, before.plus(HOUR));
    var least = usual.get().least();
    if (received == 0 && least == 0) {
      return Observed.unknown("No delivery came, and none is usual at this hour.");
    }
    var missing = Math.max(0, 100 * (1 - received / Math.max(1, least)));
    return Observed.level(
        missing,
        Math.round(least),
        "%d deliveries came since %s, where about %d are usual in an hour."
            .formatted(received, before, Math.round(least)));
  }

  /// A connection that never had a webhook is not silent.
  private boolean isExpected(ConnectionId connection) {
    return watch.watched(connection).automatic() || watch.latest(connection).isPresent();
  }

  private List<Bucket> lately(ConnectionId connection, Instant now) {
    return statistics.buckets(
        connection,
        new DeliveryStatistics.Span(now.minus(HOUR), now.plusMillis(1)),
        DeliveryStatistics.Unit.HOUR);
  }

  private long received(ConnectionId connection, Instant hour) {
    return statistics.received(connection, List.of(hour)).getFirst();
  }

  /// Of an hour of the week and its neighbours, since clocks change twice a year: only what is odd
  /// for all of them is odd.
  private Optional<Usual> usual(ConnectionId connection, Instant hour) {
    var first = statistics.firstHour(connection);
    if (median(connection, hour, first).isEmpty()) {
      return Optional.empty();
    }
    var medians =
        Stream.of(hour.minus(HOUR), hour, hour.plus(HOUR))
            .flatMapToDouble(each -> median(connection, each, first).stream())
            .summaryStatistics();
    return Optional.of(new Usual(medians.getMin(), medians.getMax()));
  }

  private OptionalDouble median(ConnectionId connection, Instant hour, Optional<Instant> first) {
    var known =
        UsualVolume.sameHours(hour).stream()
            .filter(each -> first.filter(begun -> !each.isBefore(begun)).isPresent())
            .toList();
    return new UsualVolume(statistics.received(connection, known)).median();
  }
}

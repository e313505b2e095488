package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.Latencies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was received hour by hour, and what workers came to. Counted by the inbox when it happens,
/// so that reading it costs the same however many deliveries are stored.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface DeliveryStatistics {
  /// How long it is kept.
  Duration KEPT = Duration.ofDays(400);

  enum Unit {
    HOUR,
    DAY
  }

  /// What deliveries can be told apart by.
  enum Share {
    EVENT,
    CLIENT,
    /// Why attempts failed.
    FAILURE,
    /// Numbers of the buckets of [Latencies].
    LATENCY
  }

  /// @param received taken in by a worker, copies included, by the hour of their receipt; all other
  ///   numbers are of the hour in which it happened
  /// @param copies of the received ones, those whose bytes had come before
  /// @param applied what they told of is in the mirror
  /// @param skipped a filter passed them over
  /// @param retried attempts that failed and were followed by another
  /// @param repeated of the applied, skipped, quarantined and parked ones, those with more than one
  ///   attempt
  record Counts(
      long received,
      long copies,
      long applied,
      long skipped,
      long quarantined,
      long parked,
      long retried,
      long repeated) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    public Counts plus(Counts others) {
      return new Counts(
          received + others.received,
          copies + others.copies,
          applied + others.applied,
          skipped + others.skipped,
          quarantined + others.quarantined,
          parked + others.parked,
          retried + others.retried,
          repeated + others.repeated);
    }

    /// Of those that ended, the share that was applied or skipped; empty if none ended.
    public Optional<Double> successRate() {
      return rate(applied + skipped, ended());
    }

    /// Of all attempts, the share that failed; empty if there was none.
    public Optional<Double> errorRate() {
      return rate(retried + quarantined + parked, ended() + retried);
    }

    /// Of those that ended, the share that needed more than one attempt; empty if none ended.
    public Optional<Double> retryRate() {
      return rate(repeated, ended());
    }

    private long ended() {
      return applied + skipped + quarantined + parked;
    }

    private static Optional<Double> rate(long part, long whole) {
      return whole == 0 ? Optional.empty() : Optional.of((double) part / whole);
    }
  }

  /// @param start the first moment of the hour or day, in UTC
  /// @param latencies from event to applied
  record Bucket(Instant start, Counts counts, Latencies latencies) {}

  /// @param name of the event, number of the client, or why it failed
  record Part(String name, long number) {}

  /// @param from any moment of the first hour or day
  /// @param to the first moment that does not count
  record Span(Instant from, Instant to) {}

  /// Those in which something happened, the earliest first.
  List<Bucket> buckets(ConnectionId connection, Span span, Unit unit);

  /// The largest first. Clients are counted by whole days.
  List<Part> parts(ConnectionId connection, Share share, Span span, int atMost);

  /// How many were received in each of these hours, in their order; 0 where nothing happened.
  ///
  /// @param hours their first moments
  List<Long> received(ConnectionId connection, List<Instant> hours);

  /// The first hour of which anything is counted; empty if nothing is.
  Optional<Instant> firstHour(ConnectionId connection);

  /// Forgets the hours before this moment, of all connections.
  void forgetBefore(Instant moment);
}

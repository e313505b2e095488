package ai.superit.halo.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Gives each connection its share of what this instance takes, so that the flood of one does not
/// crowd out the others: so many deliveries a second, and ten seconds' worth at once after a quiet
/// time. Only authentic deliveries use up a share.
final class PostRates {
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  private final ConcurrentMap<ConnectionId, AtomicLong> paidUntil = new ConcurrentHashMap<>();
  private final LongSupplier nanos;
  private final long nanosOfOne;

  /// @param perSecond 0 for no limit
  PostRates(int perSecond, LongSupplier nanos) {
    this.nanosOfOne = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.nanos = nanos;
  }

  /// Whether there is still something left of the share; takes it if so.
  boolean admits(ConnectionId connection) {
    if (nanosOfOne == 0) {
      return true;
    }
    var now = nanos.getAsLong();
    var paid = paidUntil.computeIfAbsent(connection, _ -> new AtomicLong(now));
    while (true) {
      var before = paid.get();
      var after = (before - now > 0 ? before : now) + nanosOfOne;
      if (after - now > AT_ONCE.toNanos()) {
        return false;
      }
      if (paid.compareAndSet(before, after)) {
        return true;
      }
    }
  }
}

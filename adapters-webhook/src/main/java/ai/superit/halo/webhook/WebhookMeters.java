package ai.superit.halo.webhook;

import java.util.concurrent.atomic.LongAdder;

/// Counts since the start. Safe for use by many threads.
public final class WebhookMeters {
  final LongAdder received = new LongAdder();
  final LongAdder accepted = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder tooLarge = new LongAdder();
  final LongAdder tooSlow = new LongAdder();
  final LongAdder unknownEncoding = new LongAdder();
  final LongAdder unavailable = new LongAdder();
  final LongAdder tooMany = new LongAdder();

  WebhookMeters() {}

  /// POST requests, whatever became of them.
  public long received() {
    return received.sum();
  }

  /// Stored, copies of what had come before included.
  public long accepted() {
    return accepted.sum();
  }

  /// Not authentic.
  public long refused() {
    return refused.sum();
  }

  /// Longer than the limit, as sent or inflated.
  public long tooLarge() {
    return tooLarge.sum();
  }

  /// Cut off because the body did not arrive in time.
  public long tooSlow() {
    return tooSlow.sum();
  }

  /// Compressed in a way that is not known.
  public long unknownEncoding() {
    return unknownEncoding.sum();
  }

  /// Authentic, but beyond the share of their connection.
  public long tooMany() {
    return tooMany.sum();
  }

  /// Authentic, but could not be stored.
  public long unavailable() {
    return unavailable.sum();
  }
}

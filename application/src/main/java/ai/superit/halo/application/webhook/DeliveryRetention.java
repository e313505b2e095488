package ai.superit.halo.application.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Keeps deliveries for a while, by whole days in UTC, of all connections.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached,
/// or is so busy that it is better done later.
public interface DeliveryRetention {
  /// The least that may be kept: until then a copy of a delivery is known.
  Duration LEAST = Duration.ofDays(35);

  /// What was forgotten.
  ///
  /// @param days as `20261121`
  /// @param held days that stay because something of them still waits for a worker, or because too
  ///   many wait for a person to be moved
  record Forgotten(List<String> days, List<String> held) {
    public Forgotten {
      days = List.copyOf(days);
      held = List.copyOf(held);
    }
  }

  /// Makes room for the deliveries of this day and the next ones. Where there is none, they are
  /// kept all the same. Of many instances one does it.
  void prepare(Instant now);

  /// Forgets the deliveries of the days that ended before this moment, but not those that wait for
  /// a worker or for a person. Of many instances one does it.
  Forgotten forgetBefore(Instant moment);
}

package ai.superit.halo.simulator;

import java.time.Duration;

/// What goes wrong with webhook deliveries, with a probability and for so many deliveries (0 means
/// until cleared). `delay` holds a delivery back; `size` is the number in a batch. What is lost was
/// taken by something on the way that said it had arrived, so that the log shows a success.
public record DeliveryFault(
    Effect effect, double probability, int count, Duration delay, int size) {
  /// The ways in which a delivery can go wrong.
  public enum Effect {
    LOST,
    DOUBLED,
    REORDERED,
    BATCHED,
    DELAYED
  }

  public DeliveryFault {
    if (probability <= 0 || probability > 1) {
      throw new ControlException("probability", "must be above 0 and at most 1");
    }
    if (count < 0) {
      throw new ControlException("count", "must be 0 (until cleared) or more");
    }
    if (delay.isNegative()) {
      throw new ControlException("delayMillis", "must not be negative");
    }
    if (size < 1) {
      throw new ControlException("size", "must be at least 1");
    }
  }

  /// The fault for every delivery until cleared.
  public static DeliveryFault always(Effect effect) {
    return new DeliveryFault(effect, 1, 0, Duration.ofMillis(500), 10);
  }

  /// The fault for the next deliveries only.
  public static DeliveryFault next(Effect effect, int count) {
    return new DeliveryFault(effect, 1, count, Duration.ofMillis(500), 10);
  }
}

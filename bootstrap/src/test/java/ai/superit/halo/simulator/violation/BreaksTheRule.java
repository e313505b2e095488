package ai.superit.halo.simulator.violation;

/// Exists to be caught: the simulator must not know the product.
final class BreaksTheRule {
  static Class<?> forbidden() {
    return ai.superit.halo.domain.Stamp.class;
  }
}

package ai.superit.halo.egress.violation;

/// Exists to be caught: the way out must not know what a use case wants on it.
final class BreaksTheRule {
  static Class<?> forbidden() {
    return ai.superit.halo.application.Transactions.class;
  }
}

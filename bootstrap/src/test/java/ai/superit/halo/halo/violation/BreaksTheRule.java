package ai.superit.halo.halo.violation;

/// Exists to be caught: an adapter must not know another.
final class BreaksTheRule {
  static Class<?> forbidden() {
    return ai.superit.halo.persistence.violation.Visible.class;
  }
}

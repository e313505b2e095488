package ai.superit.halo.notification.violation;

/// Exists to be caught: who sends messages must not look into the outbox by himself.
final class BreaksTheRule {
  static Class<?> forbidden() {
    return org.jdbi.v3.core.Jdbi.class;
  }
}

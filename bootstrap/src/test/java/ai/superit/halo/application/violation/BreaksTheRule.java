package ai.superit.halo.application.violation;

/// Exists to be caught: a use case must not know SQL.
final class BreaksTheRule {
  static Class<?> forbidden() {
    return org.jdbi.v3.core.Jdbi.class;
  }
}

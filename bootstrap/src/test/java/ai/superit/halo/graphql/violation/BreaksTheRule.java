package ai.superit.halo.graphql.violation;

/// Exists to be caught: a resolver must not know SQL.
final class BreaksTheRule {
  static Class<?> forbidden() {
    return org.jdbi.v3.core.Jdbi.class;
  }
}

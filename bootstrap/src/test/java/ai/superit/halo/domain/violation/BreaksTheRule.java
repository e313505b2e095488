package ai.superit.halo.domain.violation;

/// Exists to be caught: the domain must not know databases, though the JDK brings the means along.
final class BreaksTheRule {
  static String name(java.sql.Connection connection) {
    return connection.toString();
  }
}

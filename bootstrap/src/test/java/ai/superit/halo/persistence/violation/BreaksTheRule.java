package ai.superit.halo.persistence.violation;

/// Exists to be caught: storage must not know HTTP.
final class BreaksTheRule {
  static Class<?> forbidden() {
    return io.helidon.webserver.WebServer.class;
  }
}

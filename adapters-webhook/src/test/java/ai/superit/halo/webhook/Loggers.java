package ai.superit.halo.webhook;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/// Loggers that tests listen to.
final class Loggers {
  private Loggers() {}

  /// While another test first uses the log, there are none but substitutes.
  static Logger of(Class<?> source) {
    await().until(() -> LoggerFactory.getLogger(source) instanceof Logger);
    return (Logger) LoggerFactory.getLogger(source);
  }
}

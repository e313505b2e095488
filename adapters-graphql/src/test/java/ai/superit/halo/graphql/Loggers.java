package ai.superit.halo.graphql;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/// Loggers whose events a test reads.
final class Loggers {
  private Loggers() {}

  /// SLF4J hands out substitutes while another thread prepares it.
  ///
  /// @param name of a class or a package
  static Logger of(String name) {
    return (Logger)
        await()
            .pollInSameThread()
            .pollDelay(Duration.ZERO)
            .atMost(Duration.ofMinutes(1))
            .until(() -> LoggerFactory.getLogger(name), Logger.class::isInstance);
  }
}

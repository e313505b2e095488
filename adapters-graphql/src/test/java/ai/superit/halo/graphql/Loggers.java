package ai.superit.halo.graphql;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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

  /// A list of events that know which thread logged them; else it is whoever asks them first.
  static ListAppender<ILoggingEvent> appender() {
    return new ListAppender<>() {
      @Override
      protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        super.append(event);
      }
    };
  }
}

package ai.superit.halo.webhook;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/// Loggers that tests listen to.
final class Loggers {
  private Loggers() {}

  /// While another test first uses the log, there are none but substitutes.
  static Logger of(Class<?> source) {
    await().until(() -> LoggerFactory.getLogger(source) instanceof Logger);
    return (Logger) LoggerFactory.getLogger(source);
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

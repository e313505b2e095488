package ai.superit.halo.graphql;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What a class logs, with the context of the threads that log it.
final class LoggedWithContext extends AppenderBase<ILoggingEvent> {
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

  /// Listens until it is closed.
  AutoClosing of(Class<?> logging) {
    var logger = Loggers.of(logging.getName());
    start();
    logger.addAppender(this);
    return () -> logger.detachAppender(this);
  }

  @FunctionalInterface
  interface AutoClosing extends AutoCloseable {
    @Override
    void close();
  }

  /// Where this has this value.
  List<String> messages(String key, String value) {
    return events.stream()
        .filter(event -> value.equals(event.getMDCPropertyMap().get(key)))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  /// An event reads the context of the thread that asks it first.
  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    events.add(event);
  }
}

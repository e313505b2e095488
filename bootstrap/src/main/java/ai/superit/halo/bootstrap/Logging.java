package ai.superit.halo.bootstrap;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Where log events go: JSON, one object a line, so that no text in them can fake another event. A
/// failure is told by [FailureConverter], also one that ends a thread.
final class Logging {
  private static final Logger LOG = LoggerFactory.getLogger(Logging.class);

  private Logging() {}

  static void toConsole() {
    configure("/logging/json.xml");
  }

  static void toFile(Path file) {
    System.setProperty("LOG_FILE", file.toString());
    configure("/logging/file.xml");
  }

  private static void configure(String resource) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(Logging.class.getResource(resource));
    } catch (JoranException broken) {
      throw new IllegalStateException("the logging configuration is broken", broken);
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> LOG.error("thread ended name={}", thread.getName(), failure));
  }
}

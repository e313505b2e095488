package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import org.junit.jupiter.api.Test;

class LoggingTest {
  @Test
  void text_of_a_ticket_with_escapes_and_line_breaks_is_one_line_and_moves_no_cursor()
      throws JoranException {
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Logging.class.getResource("/logging/json.xml"));
    var root = context.getLogger("ROOT");
    var console = (ConsoleAppender<ILoggingEvent>) root.getAppender("console");
    var text = "red \u001b[31m\r\nevent=faked level=INFO\u0000\u0085\u2028";

    var event = new LoggingEvent("x", root, Level.WARN, "reason={}", null, new Object[] {text});
    var line = new String(console.getEncoder().encode(event), UTF_8);

    assertThat(line.strip().lines()).hasSize(1);
    assertThat(line).contains("\\u001B", "\\r\\n").doesNotContain("\u001b");
    context.stop();
  }
}

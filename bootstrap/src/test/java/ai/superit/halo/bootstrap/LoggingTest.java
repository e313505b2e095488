package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class LoggingTest {
  @ParameterizedTest
  @CsvSource({"json, console", "file, file"})
  void text_of_a_ticket_is_one_line_moves_no_cursor_and_turns_no_direction(
      String configuration, String appender, @TempDir Path folder) throws JoranException {
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("LOG_FILE", folder.resolve("log").toString());
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Logging.class.getResource("/logging/" + configuration + ".xml"));
    var root = context.getLogger("ROOT");
    var lines = (OutputStreamAppender<ILoggingEvent>) root.getAppender(appender);
    var text =
        "red \u001b[31m\r\nevent=faked level=INFO\u0000\u0085\u2028\u2029"
            + "\u202e\u2066\u2069\u200f\u061c\u009b Köln \ud83d\ude00";

    var event = new LoggingEvent("x", root, Level.WARN, "{}", null, new Object[] {text});
    var line = new String(lines.getEncoder().encode(event), UTF_8);

    assertThat(line.strip().lines()).hasSize(1);
    assertThat(line.strip()).matches("[ -~]*").contains("\\u001B", "\\r\\n", "\\u202E");
    assertThat(JsonMapper.shared().readTree(line).path("message").asString()).isEqualTo(text);
    context.stop();
  }
}

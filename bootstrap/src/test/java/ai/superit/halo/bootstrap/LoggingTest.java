package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.StoreUnavailable;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class LoggingTest {
  private final LoggerContext context = new LoggerContext();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    context.stop();
  }

  @ParameterizedTest
  @CsvSource({"/logging/json.xml, console", "/logging/file.xml, file"})
  void text_of_a_ticket_is_one_line_moves_no_cursor_and_turns_no_direction(
      String configuration, String appender) throws JoranException {
    configure(configuration);
    var text =
        "red \u001b[31m\r\nevent=faked level=INFO\u0000\u0085\u2028\u2029"
            + "\u202e\u2066\u2069\u200f\u061c\u009b Köln \ud83d\ude00";

    var line = line(appender, new LoggingEvent("x", root(), Level.WARN, "{}", null, text(text)));

    assertThat(line.strip().lines()).hasSize(1);
    assertThat(line.strip()).matches("[ -~]*").contains("\\u001B", "\\r\\n", "\\u202E");
    assertThat(JsonMapper.shared().readTree(line).path("message").asString()).isEqualTo(text);
  }

  private static Object[] text(String text) {
    return new Object[] {text};
  }

  @ParameterizedTest
  @CsvSource({"/logback.xml, console", "/logging/json.xml, console", "/logging/file.xml, file"})
  void a_failure_that_a_library_logs_is_one_line_without_statement_value_or_secret(
      String configuration, String appender) throws JoranException {
    configure(configuration);
    var pool = context.getLogger("com.zaxxer.hikari.pool.ProxyConnection");
    for (var failure : failures()) {
      var event = new LoggingEvent("x", pool, Level.WARN, "broken", failure, null);

      var line = line(appender, event);

      assertThat(line.strip().lines()).hasSize(1);
      assertThat(line)
          .contains("broken", failure.getClass().getName(), "LoggingTest.failures")
          .doesNotContain(ServiceProcess.TRACE)
          .doesNotContain("ann@example.com", "hunter2", "insert into", "0123456789abcdef");
    }
  }

  private static List<Exception> failures() {
    var duplicate =
        new SQLException(
            """
            ERROR: duplicate key value violates unique constraint "contact_mail"
              Detail: Key (mail)=(ann@example.com) already exists.
            """,
            "23505");
    var value = new SQLException("ERROR: invalid input syntax: \"ann@example.com\"", "22P02");
    return List.of(
        duplicate,
        value,
        new IllegalStateException(duplicate),
        new UnableToExecuteStatementException("[statement:\"insert into contact\"]"),
        new BatchUpdateException(
            "Batch entry 0 insert into contact", "23505", 0, new int[0], duplicate),
        new IOException("POST https://ann:hunter2@halo.example refused"),
        new IOException("cannot store ann@example.com", value),
        new IllegalArgumentException("{\"client_secret\": \"hunter2\", \"a\": 1}"),
        new UncheckedIOException(new IOException("password=hunter2&a=1")),
        new IllegalArgumentException("Authorization: Bearer hunter2.hunter2"),
        new IllegalArgumentException("key Zhunter2" + "x".repeat(40)),
        new IllegalArgumentException("-".repeat(280) + " key Zhunter2" + "x".repeat(40)),
        new IllegalArgumentException("key " + "0123456789abcdef".repeat(4)));
  }

  @Test
  void a_failure_is_told_with_its_causes_and_where_it_began() throws JoranException {
    configure("/logging/json.xml");
    var gone = new SQLException("This connection has been closed.", "08003");
    var failure = new StoreUnavailable("the database did not answer", gone);
    var event = new LoggingEvent("x", root(), Level.WARN, "broken", failure, null);

    var told = JsonMapper.shared().readTree(line("console", event)).path("failure").asString();

    assertThat(told)
        .startsWith(
            StoreUnavailable.class.getName()
                + ": the database did not answer; java.sql.SQLException 08003: This connection has"
                + " been closed.; at "
                + LoggingTest.class.getName()
                + ".a_failure_is_told_with_its_causes_and_where_it_began:");
  }

  private void configure(String configuration) throws JoranException {
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("LOG_FILE", folder.resolve("log").toString());
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Logging.class.getResource(configuration));
  }

  private Logger root() {
    return context.getLogger("ROOT");
  }

  private String line(String appender, LoggingEvent event) {
    var lines = (OutputStreamAppender<ILoggingEvent>) root().getAppender(appender);
    return new String(lines.getEncoder().encode(event), UTF_8);
  }
}

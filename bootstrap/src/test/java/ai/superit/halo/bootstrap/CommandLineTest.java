package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private final StringWriter said = new StringWriter();

  private int run(String... arguments) {
    var writer = new PrintWriter(said);
    return Superit.commandLine().setErr(writer).setOut(writer).execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "run", "simulate", "token", "migrate"})
  void every_command_explains_itself(String command) {
    var code = run(command, "--help");

    assertThat(code).isZero();
    assertThat(said.toString()).contains("Usage: superit " + command);
  }

  @ParameterizedTest
  @CsvSource({
    "demo --scale 0, --scale",
    "demo --scale x, --scale",
    "demo --port 70000, --port",
    "run --config /does/not/exist, cannot be read",
    "token --role pilot, --role",
    "token --role agent, --team",
    "token --role agent --team 'a b', team id",
    "fly, fly",
  })
  void a_wrong_argument_is_named(String line, String named) {
    var code = run(line.replace("'a b'", "a/b").split(" "));

    assertThat(code).isNotZero();
    assertThat(said.toString()).contains(named).doesNotContain("\tat ");
  }

  @Test
  void a_run_without_configuration_names_what_is_missing() {
    var code = run("run");

    assertThat(code).isEqualTo(1);
    assertThat(said.toString()).contains("database.url: is missing", "tokens.jwks: is missing");
  }
}

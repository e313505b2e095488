package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
  private final StringWriter said = new StringWriter();

  private int run(String... arguments) {
    var writer = new PrintWriter(said);
    return Superit.commandLine().setErr(writer).setOut(writer).execute(arguments);
  }

  @Test
  void without_a_command_it_lists_them() {
    var code = run();

    assertThat(code).isZero();
    assertThat(said.toString())
        .contains("  demo ", "  run ", "  simulate ", "  token ", "  migrate ", "  audit ")
        .contains("superit bench");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "run", "simulate", "token", "migrate", "audit", "audit verify"})
  void every_command_explains_itself(String command) {
    var code = run((command + " --help").split(" "));

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
    "audit verify --kept 12, --kept",
    "fly, fly",
  })
  void a_wrong_argument_is_named(String line, String named) {
    var code = run(line.replace("'a b'", "a/b").split(" "));

    assertThat(code).isNotZero();
    assertThat(said.toString()).contains(named).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource({"fly, Try ./superit --help.", "demo --scale x, Try ./superit demo --help."})
  void a_wrong_argument_says_where_help_is(String line, String hint) {
    run(line.split(" "));

    assertThat(said.toString()).contains(hint);
  }

  @Test
  void a_simulated_tenant_is_told_where_consent_may_lead_back_to() {
    var command = new SimulateCommand();

    new CommandLine(command)
        .parseArgs("--redirect-uri", "http://one.example/a", "--redirect-uri=http://two.example/b");

    assertThat(command.config().redirectUris())
        .containsExactlyInAnyOrder("http://one.example/a", "http://two.example/b");
  }

  @Test
  void a_demo_is_as_big_as_it_is_told_and_where(@TempDir Path folder) {
    var usual = new DemoCommand();
    var bigger = new DemoCommand();

    new CommandLine(bigger).parseArgs("--scale", "3", "--port", "9090", "--data", "" + folder);

    assertThat(usual.options().scale()).isEqualTo(1);
    assertThat(usual.options().changesPerSecond()).isEqualTo(1);
    assertThat(bigger.options().scale()).isEqualTo(3);
    assertThat(bigger.options().port()).isEqualTo(9090);
    assertThat(bigger.options().folder()).isEqualTo(folder);
  }

  /// In a process of its own, which sees none of the variables that a developer may have set.
  @Test
  void a_run_without_configuration_names_what_is_missing(@TempDir Path folder) throws Exception {
    try (var process = ServiceProcess.start(folder.resolve("said"), "run")) {
      assertThat(process.exit()).isEqualTo(1);
      assertThat(process.printed())
          .contains("database.url: is missing", "tokens.jwks: is missing")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void a_demo_that_does_not_start_leaves_no_ready_file_of_an_earlier_one(@TempDir Path folder)
      throws Exception {
    var ready = Files.writeString(folder.resolve("ready.json"), "{}");
    Files.writeString(folder.resolve("demo.properties"), "scale=many");

    try (var process = demo(folder, ready)) {
      assertThat(process.exit()).isEqualTo(1);
    }

    assertThat(ready).doesNotExist();
  }

  @Test
  void an_unexpected_failure_is_one_sentence_for_the_user_and_one_line_with_its_place_in_the_log(
      @TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("demo.properties"), "scale=many");

    try (var process = demo(folder, folder.resolve("ready.json"))) {
      assertThat(process.exit()).isEqualTo(1);
      assertThat(process.printed()).contains("superit: ").doesNotContain("\tat ");
    }

    assertThat(folder.resolve("logs").resolve("service.log"))
        .content()
        .contains("NumberFormatException", "DemoFolder.scale")
        .doesNotContain(ServiceProcess.TRACE);
  }

  /// It does not start, since the old ready file cannot be removed.
  @Test
  void a_fresh_demo_forgets_what_an_earlier_one_left_and_nothing_else(@TempDir Path folder)
      throws Exception {
    var ready = folder.resolve("ready");
    Files.createDirectories(ready.resolve("taken"));
    Files.createDirectories(folder.resolve("simulator"));
    Files.createDirectories(folder.resolve("keys"));
    Files.writeString(folder.resolve("demo.properties"), "scale=7");
    Files.writeString(folder.resolve("mine"), "");

    try (var process = demo(folder, ready, "--fresh")) {
      assertThat(process.exit()).isEqualTo(1);
      assertThat(process.printed()).contains("cannot remove " + ready);
    }

    try (var left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .contains("mine", "ready")
          .doesNotContain("demo.properties", "simulator", "keys");
    }
  }

  private static ServiceProcess demo(Path folder, Path ready, String... more) {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("demo", "--data", "" + folder, "--ready-file", "" + ready));
    arguments.addAll(List.of(more));
    return ServiceProcess.start(folder.resolve("said"), arguments.toArray(String[]::new));
  }
}

package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher in a folder of its own, with a Java and a Maven that only tell how they were
/// called.
class LauncherTest {
  @TempDir private Path home;

  @BeforeEach
  void lay_out() throws IOException {
    Files.copy(
        Path.of("..", "superit"), home.resolve("superit"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(home.resolve("bootstrap/src/main"));
    Files.writeString(home.resolve("pom.xml"), "");
    Files.writeString(home.resolve("bootstrap/pom.xml"), "");
    Files.createDirectories(home.resolve("jdk/bin"));
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    script("jdk/bin/java", "echo \"arguments $*\"\nenv\n");
    script("jdk/bin/javac", "");
    script("jdk/bin/mvn", "echo \"maven $*\"\nmkdir -p bootstrap/target\n");
  }

  private void script(String path, String content) throws IOException {
    var file = Files.writeString(home.resolve(path), "#!/bin/sh\n" + content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String run(Map<String, String> variables) throws IOException, InterruptedException {
    return end(start(variables));
  }

  private Process start(Map<String, String> variables) throws IOException {
    var builder =
        new ProcessBuilder(home.resolve("superit").toString(), "run").redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().merge("PATH", home.resolve("jdk/bin") + ":", (old, own) -> own + old);
    builder.environment().putAll(variables);
    return builder.start();
  }

  private static String end(Process process) throws IOException, InterruptedException {
    return end(process, 0);
  }

  private static String end(Process process, int status) throws IOException, InterruptedException {
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(status);
    return said;
  }

  /// Whatever is installed on this machine, the launcher reads the versions of these folders only.
  private void installed(Map<String, Integer> versions) throws IOException {
    var cases =
        versions.entrySet().stream()
            .map(each -> "*/%s/release) echo %d ;;\n".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining());
    script("jdk/bin/sed", "case \"$*\" in\n" + cases + "esac\n");
  }

  @Test
  void java_options_reach_java_and_are_no_key_of_the_configuration() throws Exception {
    var said = run(Map.of("SUPERIT_JAVA_OPTIONS", "-Xmx1g -Da=b", "SUPERIT_SERVER_PORT", "8081"));

    assertThat(said).contains(" -Xmx1g -Da=b -cp ").doesNotContain("SUPERIT_JAVA_OPTIONS");
    assertThat(said).contains("SUPERIT_SERVER_PORT=8081");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-XX:MaxGCPauseMillis=100", "-XX:+UseLargePages -XX:+DisableExplicitGC"})
  void java_collects_in_parallel_unless_another_collector_is_named(String options)
      throws Exception {
    var said = run(Map.of("SUPERIT_JAVA_OPTIONS", options));

    assertThat(said).contains(" -XX:+UseParallelGC ").contains(options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseZGC", "-Xmx1g -XX:+UseG1GC -Da=b"})
  void java_is_given_one_collector_only(String options) throws Exception {
    var said = run(Map.of("SUPERIT_JAVA_OPTIONS", options));

    assertThat(said).contains(" " + options + " -cp ").doesNotContain("UseParallelGC");
  }

  /// Java reads these by itself.
  @ParameterizedTest
  @ValueSource(strings = {"JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"})
  void a_collector_that_the_environment_names_is_the_only_one(String variable) throws Exception {
    assertThat(run(Map.of(variable, "-XX:+UseG1GC"))).doesNotContain("UseParallelGC");
  }

  @Test
  void a_build_leaves_no_library_of_an_earlier_one() throws Exception {
    var old = home.resolve("bootstrap/target/lib/old-1.0.jar");
    Files.createDirectories(old.getParent());
    Files.writeString(old, "");

    var said = run(Map.of());

    assertThat(said).contains("maven ", "-pl bootstrap");
    assertThat(old).doesNotExist();
  }

  @Test
  void what_is_built_is_not_built_again() throws Exception {
    run(Map.of());

    assertThat(run(Map.of())).doesNotContain("maven ");
  }

  @Test
  void a_file_system_without_locks_keeps_nothing_from_being_built() throws Exception {
    script("jdk/bin/flock", "exit 1\n");

    assertThat(run(Map.of())).contains("maven ", "arguments ").doesNotContain("Waiting");
  }

  @Test
  void of_two_starts_at_once_one_builds_and_the_other_waits() throws Exception {
    script("jdk/bin/mvn", "echo \"maven $*\"\nsleep 1\nmkdir -p bootstrap/target\n");
    var one = start(Map.of());
    var other = start(Map.of());

    var said = end(one);
    var otherSaid = end(other);
    assertThat(said).contains("arguments ");
    assertThat(otherSaid).contains("arguments ");
    assertThat(said + otherSaid).containsOnlyOnce("maven ");
  }

  @Test
  void without_a_jdk_it_says_which_one_is_missing_and_what_to_do() throws Exception {
    installed(Map.of());

    var said = end(start(Map.of()), 1);

    assertThat(said)
        .contains("no JDK 25 or newer found", "/usr/lib/jvm", "install one", "set JAVA_HOME")
        .doesNotContain("do not do", "maven ", "arguments ");
  }

  @Test
  void a_jdk_that_is_too_old_is_named() throws Exception {
    installed(Map.of("jdk", 24));

    var said = end(start(Map.of()), 1);

    assertThat(said)
        .contains("no JDK 25 or newer found", "install one")
        .containsOnlyOnce(home.toRealPath().resolve("jdk") + " is Java 24\n")
        .doesNotContain("maven ", "arguments ");
  }

  @Test
  void a_java_without_a_compiler_is_named() throws Exception {
    installed(Map.of("jdk", 25));
    Files.delete(home.resolve("jdk/bin/javac"));

    var said = end(start(Map.of()), 1);

    assertThat(said).contains("jdk is Java 25 without a compiler").doesNotContain("arguments ");
  }

  @Test
  void an_old_java_home_keeps_no_newer_jdk_from_being_found() throws Exception {
    installed(Map.of("jdk", 17, ".jdks/new", 26));
    Files.createDirectories(home.resolve(".jdks/new/bin"));
    Files.writeString(home.resolve(".jdks/new/release"), "");
    script(".jdks/new/bin/java", "echo \"newer $*\"\n");
    script(".jdks/new/bin/javac", "");

    assertThat(run(Map.of("HOME", home.toString())))
        .contains("newer ")
        .doesNotContain("arguments ");
    assertThat(run(Map.of("JAVA25_HOME", home.resolve(".jdks/new").toString())))
        .contains("newer ")
        .doesNotContain("arguments ");
  }

  @Test
  void maven_is_told_of_the_jdk_that_was_found() throws Exception {
    script("jdk/bin/mvn", "echo \"maven $JAVA_SUPERIT_HOME\"\nmkdir -p bootstrap/target\n");

    assertThat(run(Map.of())).contains("maven " + home.toRealPath().resolve("jdk"));
  }
}

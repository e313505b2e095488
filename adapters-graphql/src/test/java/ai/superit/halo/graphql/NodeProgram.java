package ai.superit.halo.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Programs of the folder `audits`, run by Node with the packages that they need.
final class NodeProgram implements AutoCloseable {
  private static final Path SOURCES = Path.of("src/test/audits");
  private static final Path FOLDER = Path.of("target/audits");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", ".npmrc", "audit.mjs", "subscribe.mjs");
  private static final List<String> PACKAGES = List.of("graphql-http", "graphql-sse");

  private final Process process;
  private final BufferedReader output;

  private NodeProgram(Process process) {
    this.process = process;
    this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /// Aborts the test where there is no Node, unless the tests run in CI.
  static NodeProgram start(String program, String... arguments)
      throws IOException, InterruptedException {
    install();
    var command = new ArrayList<>(List.of("node", program));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /// By one test class at a time.
  private static synchronized void install() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    for (var name : FILES) {
      Files.write(FOLDER.resolve(name), Files.readAllBytes(SOURCES.resolve(name)));
    }
    var missing =
        PACKAGES.stream().anyMatch(name -> Files.notExists(FOLDER.resolve("node_modules/" + name)));
    if (missing) {
      var flags = List.of("--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund");
      var command = new ArrayList<>(List.of("npm", "ci"));
      command.addAll(flags);
      try (var npm = run(command)) {
        npm.rest();
      }
    }
  }

  private static NodeProgram run(List<String> command) throws IOException {
    try {
      return new NodeProgram(
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      return absent(command.getFirst());
    }
  }

  private static NodeProgram absent(String program) {
    var message = "This test needs \"" + program + "\" of Node.js on the PATH";
    if (System.getenv("CI") != null) {
      throw new AssertionError(message);
    }
    return abort(message);
  }

  /// The next line that it prints.
  String line() throws IOException {
    return String.valueOf(output.readLine());
  }

  /// What else it prints until its end.
  List<String> rest() throws InterruptedException {
    var lines = output.lines().toList();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return lines;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

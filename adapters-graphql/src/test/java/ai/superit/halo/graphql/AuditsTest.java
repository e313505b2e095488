package ai.superit.halo.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The public audits of GraphQL over HTTP, run by Node against a real server.
final class AuditsTest {
  private static final Path SOURCES = Path.of("src/test/audits");
  private static final Path FOLDER = Path.of("target/audits");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", ".npmrc", "audit.mjs");

  @Test
  void passes_every_public_audit(@TempDir Path folder) throws Exception {
    install();
    try (var api = TestApi.start(folder)) {
      var url = api.address("/graphql").toString();
      var lines = run("node", "audit.mjs", url, api.issuer.token()).lines().toList();

      assertThat(lines).filteredOn(line -> !line.startsWith("ok\t")).isEmpty();
      assertThat(lines).hasSize(61);
    }
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    for (var name : FILES) {
      Files.write(FOLDER.resolve(name), Files.readAllBytes(SOURCES.resolve(name)));
    }
    if (Files.notExists(FOLDER.resolve("node_modules/graphql-http"))) {
      run("npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund");
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).directory(FOLDER.toFile()).start();
    } catch (IOException e) {
      return absent(command[0]);
    }
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  private static String absent(String program) {
    var message = "The audits need \"" + program + "\" of Node.js on the PATH";
    if (System.getenv("CI") != null) {
      throw new AssertionError(message);
    }
    return abort(message);
  }
}

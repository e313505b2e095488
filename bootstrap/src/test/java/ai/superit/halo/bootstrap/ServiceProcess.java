package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One `superit` command in a process of its own, with the classes under test.
final class ServiceProcess implements AutoCloseable {
  /// What only a stack trace has, as it is and within JSON.
  static final String[] TRACE = {"\tat ", "\\tat ", "Caused by"};

  private final Process process;
  private final Path output;
  private final long printedBefore;

  private ServiceProcess(Process process, Path output, long printedBefore) {
    this.process = process;
    this.output = output;
    this.printedBefore = printedBefore;
  }

  /// A service, as soon as it is ready.
  ///
  /// @param base where it is to answer
  static ServiceProcess serve(Path output, Path config, URI base) {
    var process = start(output, "run", "--config", config.toString());
    try {
      process.awaitReady(base);
      return process;
    } catch (RuntimeException | Error notReady) {
      process.close();
      throw notReady;
    }
  }

  /// Waits until this service says that it serves this port, and answers there that it is ready.
  private void awaitReady(URI base) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          assertThat(isAlive()).as(this::printed).isTrue();
          return serves(base.getPort()) && TestTenant.isReady(base);
        });
  }

  /// An answer alone may be that of another service.
  private boolean serves(int port) throws IOException {
    try (var printed = Files.newInputStream(output)) {
      printed.skipNBytes(printedBefore);
      return new String(printed.readAllBytes(), UTF_8)
          .contains("serving bind=127.0.0.1 port=" + port);
    }
  }

  /// The process sees no environment variable of ours but the path.
  static ServiceProcess start(Path output, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Superit.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith(SettingsSource.PREFIX));
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    try {
      var printedBefore = Files.exists(output) ? Files.size(output) : 0;
      return new ServiceProcess(builder.start(), output, printedBefore);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// SIGKILL: nothing is closed, nothing is flushed.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// SIGTERM, as a service manager stops a service.
  ///
  /// @return the exit code
  int terminate() throws InterruptedException {
    process.destroy();
    return exit();
  }

  int exit() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the process did not end; it printed:\n" + printed());
    }
    return process.exitValue();
  }

  String printed() {
    try {
      return Files.readString(output);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
          kill();
        }
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

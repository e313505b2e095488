package ai.superit.halo.bootstrap;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A PostgreSQL of our own in a folder that stays, with settings that survive a power cut.
final class EmbeddedDatabase implements AutoCloseable {
  private final EmbeddedPostgres server;
  private final Path folder;

  private EmbeddedDatabase(EmbeddedPostgres server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /// Starts the server on a free port of this machine. One that a killed process left behind on the
  /// same folder is stopped first; the caller holds the folder's lock.
  static EmbeddedDatabase start(Path folder, Path log) {
    try {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      stopLeftOver(folder);
      var output = ProcessBuilder.Redirect.appendTo(log.toFile());
      var server =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder)
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPGStartupWait(Duration.ofSeconds(60))
              .setOutputRedirector(output)
              .setErrorRedirector(output)
              .setServerConfig("fsync", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("max_connections", "120")
              .setServerConfig("shared_buffers", "256MB")
              .setServerConfig("max_wal_size", "2GB")
              .setServerConfig("timezone", "UTC")
              .start();
      return new EmbeddedDatabase(server, folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "PostgreSQL did not start on " + folder + "; see " + log, failed);
    }
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
  }

  String user() {
    return "postgres";
  }

  /// Stops the server and waits until it has ended.
  @Override
  public void close() {
    try {
      var process = ProcessHandle.of(processId(folder.resolve("postmaster.pid")));
      server.close();
      process.ifPresent(EmbeddedDatabase::awaitExit);
    } catch (IOException failed) {
      throw new UncheckedIOException("PostgreSQL did not stop", failed);
    }
  }

  private static void stopLeftOver(Path folder) throws IOException {
    var pidFile = folder.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    var pid = processId(pidFile);
    var left =
        ProcessHandle.of(pid)
            .filter(process -> process.info().command().orElse("").endsWith("postgres"));
    if (left.isPresent()) {
      // SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for its clients.
      signal(pid);
      awaitExit(left.get());
    }
    Files.deleteIfExists(pidFile);
  }

  private static long processId(Path pidFile) throws IOException {
    return Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
  }

  private static void awaitExit(ProcessHandle process) {
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static void signal(long pid) throws IOException {
    try {
      new ProcessBuilder(List.of("kill", "-INT", Long.toString(pid))).start().waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

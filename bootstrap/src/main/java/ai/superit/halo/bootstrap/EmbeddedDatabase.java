package ai.superit.halo.bootstrap;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// A PostgreSQL of our own in a folder that stays, with settings that survive a power cut.
final class EmbeddedDatabase implements AutoCloseable {
  /// How far the system's clock may be set while a server runs and still be taken for the same one.
  private static final Duration CLOCK_STEPS = Duration.ofSeconds(30);

  private static final Duration STARTING = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final int ATTEMPTS = 3;

  private final EmbeddedPostgres server;
  private final Path folder;

  private EmbeddedDatabase(EmbeddedPostgres server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /// Starts the server on a free port of this machine. One that was left behind on the same folder
  /// is stopped first; the caller holds the folder's lock. A folder that is not there is made.
  static EmbeddedDatabase start(Path folder, Path log) {
    return start(folder, log, IntStream.generate(FreePort::any).limit(ATTEMPTS));
  }

  /// @param ports tried in turn: one that is taken is passed over, also where another PostgreSQL
  ///   takes it while this one starts; anything else that takes it then makes the start fail
  static EmbeddedDatabase start(Path folder, Path log, int... ports) {
    return start(folder, log, IntStream.of(ports).filter(FreePort::isFree));
  }

  private static EmbeddedDatabase start(Path folder, Path log, IntStream freePorts) {
    try {
      Files.createDirectories(folder.toAbsolutePath().getParent());
      stopLeftOver(folder);
      DataFolder.make(folder, log);
      for (var ports = freePorts.iterator(); ports.hasNext(); ) {
        var database = attempt(folder, log, ports.nextInt());
        if (database.isPresent()) {
          return database.get();
        }
      }
      throw new IOException("others have all the ports that it may take");
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "PostgreSQL did not start on " + folder + "; see " + log, failed);
    }
  }

  /// Nothing, and no server left behind, where another PostgreSQL has taken the port.
  private static Optional<EmbeddedDatabase> attempt(Path folder, Path log, int port)
      throws IOException {
    var database = new EmbeddedDatabase(begunInTime(folder, log, port), folder);
    var whole = false;
    try {
      whole = hasBegun(database.server);
      return whole ? Optional.of(database) : Optional.empty();
    } finally {
      if (!whole) {
        database.close();
      }
    }
  }

  /// A server that does not answer in time is not left to start later.
  private static EmbeddedPostgres begunInTime(Path folder, Path log, int port) throws IOException {
    try {
      return begun(folder, log, port);
    } catch (IOException failed) {
      stopLeftOver(folder);
      throw failed;
    }
  }

  static EmbeddedPostgres begun(Path folder, Path log, int port) throws IOException {
    var output = ProcessBuilder.Redirect.appendTo(log.toFile());
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setRegisterShutdownHook(false)
        .setPGStartupWait(STARTING)
        .setOutputRedirector(output)
        .setErrorRedirector(output)
        .setServerConfig("fsync", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("max_connections", "120")
        .setServerConfig("shared_buffers", "256MB")
        .setServerConfig("min_wal_size", "1GB")
        .setServerConfig("max_wal_size", "2GB")
        .setServerConfig("timezone", "UTC")
        .start();
  }

  /// Whoever waited for an answer on the port may have been answered by another PostgreSQL, which
  /// took the port first; `pg_ctl` waits for the one that it started.
  static boolean hasBegun(EmbeddedPostgres server) throws InterruptedIOException {
    var starter = server.getProcess();
    try {
      return starter.waitFor(STARTING.toSeconds(), TimeUnit.SECONDS) && starter.exitValue() == 0;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while PostgreSQL started");
    }
  }

  int port() {
    return server.getPort();
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres";
  }

  String user() {
    return "postgres";
  }

  /// Stops the server, also one that has only begun to start, and waits until it has ended. A
  /// thread that is interrupted already waits too, and stays interrupted.
  @Override
  public void close() {
    var interrupted = Thread.interrupted();
    try {
      var process = process();
      server.close();
      process.ifPresent(EmbeddedDatabase::awaitExit);
      awaitExit(server.getProcess().toHandle());
    } catch (IOException failed) {
      throw new UncheckedIOException("PostgreSQL did not stop", failed);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Nothing can stop the server before it has noted its process, which is soon after `pg_ctl` has
  /// started it; one that has not when `pg_ctl` ends does not run.
  private Optional<ProcessHandle> process() throws IOException {
    while (true) {
      var decided = !server.getProcess().isAlive();
      var process = noted(folder.resolve("postmaster.pid"));
      if (decided || process.isPresent()) {
        return process;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /// The file is empty for a moment, and goes when the server does.
  private static Optional<ProcessHandle> noted(Path pidFile) throws IOException {
    try {
      return Files.readAllLines(pidFile).stream()
          .findFirst()
          .flatMap(id -> ProcessHandle.of(Long.parseLong(id.strip())));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /// Stops the server that a killed process left behind on the folder, if there is one; the caller
  /// holds the folder's lock.
  static void stopLeftOver(Path folder) throws IOException {
    var pidFile = folder.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    var left = leftOver(pidFile);
    if (left.isPresent()) {
      // SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for its clients.
      signal(left.get().pid());
      awaitExit(left.get());
    }
    Files.deleteIfExists(pidFile);
  }

  /// The process that wrote the file. Its number may belong to another PostgreSQL by now, which
  /// began at another time.
  private static Optional<ProcessHandle> leftOver(Path pidFile) throws IOException {
    var lines = Files.readAllLines(pidFile);
    if (lines.size() < 3) {
      return Optional.empty();
    }
    var began = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
        .filter(process -> process.info().command().orElse("").endsWith("postgres"))
        .filter(
            process -> process.info().startInstant().filter(at -> isNear(at, began)).isPresent());
  }

  private static boolean isNear(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(CLOCK_STEPS) < 0;
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

package ai.superit.halo.bootstrap;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The folder that a PostgreSQL works in: whole, or not there. `initdb` makes it under another name
/// beside it. The caller holds the lock of the folder around both.
final class DataFolder {
  private static final Duration ENDING = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(10);

  /// Written by `initdb` long before it is done.
  private static final String CONFIGURATION = "postgresql.conf";

  private DataFolder() {}

  /// Makes the folder if it is not there. An interruption ends `initdb` and leaves nothing behind.
  ///
  /// @throws IOException also if the folder holds something else, which is left as it is
  /// @throws InterruptedIOException if interrupted; the thread stays so
  static void make(Path folder, Path log) throws IOException {
    if (Files.exists(folder.resolve(CONFIGURATION))) {
      return;
    }
    removeUnfinished(folder);
    var unfinished = unfinished(folder);
    var whole = false;
    try {
      initialise(unfinished, log);
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
      whole = true;
    } finally {
      if (!whole) {
        removeUnfinished(folder);
      }
    }
    // A power cut must not bring back the other name, under which it would be removed.
    try (var parent =
        FileChannel.open(folder.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      parent.force(true);
    }
  }

  private static Path unfinished(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ".new");
  }

  /// The library makes a folder only on its way to a server, so it is stopped in between.
  private static void initialise(Path unfinished, Path log) throws IOException {
    var output = ProcessBuilder.Redirect.appendTo(log.toFile());
    try {
      EmbeddedPostgres.builder()
          .setDataDirectory(unfinished)
          .setCleanDataDirectory(false)
          .setRegisterShutdownHook(false)
          .setOutputRedirector(output)
          .setErrorRedirector(output)
          .setDataDirectoryCustomizer(DataFolder::stopBeforeServer)
          .start()
          .close();
      throw new IllegalStateException("a server was started, which nobody wanted");
    } catch (Initialised _) {
      return;
    } catch (RuntimeException failed) {
      if (failed.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        throw (IOException)
            new InterruptedIOException("interrupted while initdb made the folder")
                .initCause(failed);
      }
      throw new IOException("initdb failed", failed);
    }
  }

  /// The lock that the library keeps would be in the way of the server's own.
  private static void stopBeforeServer(File made) {
    try {
      Files.delete(made.toPath().resolve("epg-lock"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    throw new Initialised();
  }

  /// Ends an `initdb` that still works for the folder, also one of a process that was killed, and
  /// removes what it has made so far. The folder itself is left as it is.
  static void removeUnfinished(Path folder) throws IOException {
    var unfinished = unfinished(folder);
    if (!Files.exists(unfinished)) {
      return;
    }
    var interrupted = Thread.interrupted();
    try {
      ProcessHandle.allProcesses()
          .filter(each -> makes(each, unfinished))
          .forEach(DataFolder::kill);
      delete(unfinished);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean makes(ProcessHandle process, Path unfinished) {
    var command = process.info().commandLine().orElse("");
    return command.contains("initdb") && command.contains(" -D " + unfinished + " ");
  }

  private static void kill(ProcessHandle initdb) {
    var servers = initdb.descendants().toList();
    initdb.destroyForcibly();
    servers.forEach(ProcessHandle::destroyForcibly);
    // Where nobody reaps orphans, one that has ended looks alive for ever.
    initdb.onExit().completeOnTimeout(initdb, ENDING.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  /// Whoever has just been killed may write for a moment.
  private static void delete(Path unfinished) throws IOException {
    var last = System.nanoTime() + ENDING.toNanos();
    while (true) {
      try {
        for (var each : below(unfinished)) {
          Files.deleteIfExists(each);
        }
        return;
      } catch (IOException | UncheckedIOException changing) {
        if (System.nanoTime() - last > 0) {
          throw new IOException("cannot remove " + unfinished, changing);
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  private static List<Path> below(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    }
  }

  private static final class Initialised extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Initialised() {
      super("the folder is made", null, false, false);
    }
  }
}

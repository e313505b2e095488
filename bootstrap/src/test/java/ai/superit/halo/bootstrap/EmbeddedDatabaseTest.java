package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that nobody stopped, as after a SIGKILL of the process that started it.
class EmbeddedDatabaseTest {
  @TempDir private Path root;

  private EmbeddedDatabase running;
  private ProcessHandle server;
  private List<String> pidFile;

  @BeforeEach
  void leave_a_server_running() throws IOException {
    var folder = new DemoFolder(root);
    running = EmbeddedDatabase.start(folder.postgres(), folder.log("postgres"));
    pidFile = Files.readAllLines(folder.postgres().resolve("postmaster.pid"));
    server = ProcessHandle.of(Long.parseLong(pidFile.getFirst().strip())).orElseThrow();
  }

  @AfterEach
  void stop() {
    var left = processes();
    left.forEach(ProcessHandle::destroyForcibly);
    left.forEach(process -> process.onExit().join());
  }

  @Test
  void a_server_that_was_left_behind_is_stopped() throws IOException {
    EmbeddedDatabase.stopLeftOver(root.resolve("postgres"));

    assertThat(server.isAlive()).isFalse();
  }

  @Test
  void a_server_that_only_got_the_same_process_id_is_left_alone() throws IOException {
    var other = Files.createDirectories(root.resolve("other"));
    var began = Long.parseLong(pidFile.get(2).strip()) - 3_600;
    var stale =
        Files.write(
            other.resolve("postmaster.pid"),
            List.of(pidFile.getFirst(), other.toString(), Long.toString(began)));

    EmbeddedDatabase.stopLeftOver(other);

    assertThat(server.isAlive()).isTrue();
    assertThat(stale).doesNotExist();
  }

  @Test
  void a_port_on_which_another_server_answers_is_left_to_it() throws IOException {
    var folder = root.resolve("other");
    var log = root.resolve("log");
    var taken = Integer.parseInt(pidFile.get(3).strip());
    var free = TestPorts.next();

    // As if the other one had begun to listen just after the port was found free.
    try (var mistaken = EmbeddedDatabase.begun(folder, log, taken)) {
      assertThat(EmbeddedDatabase.hasBegun(mistaken)).isFalse();
    }
    try (var other = EmbeddedDatabase.start(folder, log, taken, free)) {
      assertThat(other.port()).isEqualTo(free);
    }
    assertThat(server.isAlive()).isTrue();
  }

  @Test
  void a_start_that_is_interrupted_leaves_no_server_behind() throws InterruptedException {
    running.close();

    for (var millis : List.of(5, 20, 40, 60, 80, 100)) {
      interruptAfter(Duration.ofMillis(millis));

      assertThat(processes()).as("interrupted after %s ms", millis).isEmpty();
    }
  }

  @Test
  void a_folder_is_cleared_only_after_its_server_is_stopped() {
    var folder = new DemoFolder(root);

    folder.clear();

    assertThat(server.isAlive()).isFalse();
    assertThat(folder.postgres()).doesNotExist();
  }

  /// Starts the server again, and stops it if it came that far.
  private void interruptAfter(Duration time) throws InterruptedException {
    var folder = new DemoFolder(root);
    var interrupted = new AtomicBoolean();
    var starting =
        new FutureTask<>(() -> {
          try {
            return EmbeddedDatabase.start(folder.postgres(), folder.log("postgres"));
          } finally {
            interrupted.set(Thread.currentThread().isInterrupted());
          }
        });
    var thread = new Thread(starting);

    thread.start();
    thread.join(time);
    thread.interrupt();

    try {
      starting.get().close();
    } catch (ExecutionException stopped) {
      assertThat(stopped).hasCauseInstanceOf(UncheckedIOException.class);
      assertThat(interrupted).isTrue();
    }
  }

  /// All that work on a folder of this test: servers, and what starts and stops them.
  private List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(root.toString()))
        .toList();
  }
}

package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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

/// The first start on a folder, which ends at any moment.
class DataFolderTest {
  @TempDir private Path root;
  private Path folder;
  private Path unfinished;
  private final AtomicBoolean interrupted = new AtomicBoolean();

  @BeforeEach
  void name() {
    folder = root.resolve("postgres");
    unfinished = root.resolve("postgres.new");
  }

  @AfterEach
  void stop() {
    processes().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void an_interruption_ends_initdb_and_leaves_nothing() throws Exception {
    for (var sign : List.of("pg_wal", "postgresql.conf", "base/4")) {
      var starting = new FutureTask<>(this::start);
      var thread = Thread.ofPlatform().start(starting);
      awaitMade(sign);

      thread.interrupt();

      assertThatThrownBy(starting::get)
          .as("interrupted when %s was there", sign)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UncheckedIOException.class)
          .hasRootCauseInstanceOf(InterruptedException.class);
      assertThat(interrupted).isTrue();
      assertThat(processes()).isEmpty();
      assertThat(folder).doesNotExist();
      assertThat(unfinished).doesNotExist();
    }
  }

  @Test
  void what_a_killed_process_left_is_made_anew() throws IOException {
    Files.createDirectories(unfinished);
    Files.writeString(unfinished.resolve("postgresql.conf"), "");

    start().close();

    assertThat(folder.resolve("PG_VERSION")).exists();
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void an_initdb_that_a_killed_process_left_is_ended() {
    var starting = new FutureTask<>(this::start);
    Thread.ofPlatform().start(starting);
    awaitMade("postgresql.conf");

    new DemoFolder(root).clear();

    assertThatThrownBy(starting::get).hasCauseInstanceOf(UncheckedIOException.class);
    assertThat(processes()).isEmpty();
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void a_folder_that_holds_something_else_is_left_as_it_is() throws IOException {
    Files.createDirectories(folder);
    var letter = Files.writeString(folder.resolve("letter"), "dear");

    assertThatThrownBy(this::start)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(folder.toString());

    assertThat(letter).hasContent("dear");
    assertThat(unfinished).doesNotExist();
  }

  private EmbeddedDatabase start() {
    interrupted.set(false);
    try {
      return EmbeddedDatabase.start(folder, root.resolve("log"));
    } finally {
      interrupted.set(Thread.currentThread().isInterrupted());
    }
  }

  private void awaitMade(String path) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> Files.exists(unfinished.resolve(path)));
  }

  /// All that work on a folder of this test.
  private List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(root.toString()))
        .toList();
  }
}

package ai.superit.halo.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.superit.halo.application.StoreUnavailable;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What failures tell of statements ends up in logs.
class DatabaseTest {
  private static final String SECRET = "hunter2";

  private final Database database =
      new Database(
          Pool.open(TestDatabase.config().access(), "queries", 1, Duration.ofSeconds(5)),
          Pool.open(TestDatabase.config().access(), "writes", 1, Duration.ofSeconds(5)));

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_connection_that_is_dropped_tells_nothing_of_the_statement_under_way() {
    var dropped =
        catchThrowableOfType(
            StoreUnavailable.class,
            () ->
                database.read(handle ->
                    handle
                        .createQuery("select pg_terminate_backend(pg_backend_pid()), :word::text")
                        .bind("word", SECRET)
                        .mapToMap()
                        .list()));

    assertThat(dropped.reason()).contains("the database did not answer: ").contains("terminat");
    assertThat(dropped).satisfies(DatabaseTest::tellsNothing);
  }

  @Test
  void a_batch_that_is_refused_tells_nothing_of_its_values() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> database.write(DatabaseTest::storeTwice))
        .withMessage(
            "the database refused a statement, SQLSTATE 23505, table words, constraint words_pkey")
        .satisfies(DatabaseTest::tellsNothing)
        .havingRootCause()
        .withMessageContaining("words_pkey");
  }

  private static int[] storeTwice(Handle handle) {
    handle.execute("create temporary table words (word text primary key) on commit drop");
    var batch = handle.prepareBatch("insert into words (word) values (:word)");
    return batch.bind("word", SECRET).add().bind("word", SECRET).add().execute();
  }

  private static void tellsNothing(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      assertThat(cause.toString()).doesNotContain(SECRET, "arguments", "select pg_", "insert into");
    }
  }
}

package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.simulator.Quirks.Throttling.Body;
import ai.superit.halo.simulator.RateLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two instances that share a budget through PostgreSQL fill their mirrors from a simulated tenant
/// whose limit they do not know, and look for changes, while people wait for an answer now and
/// then. Time leaps from one call to the next; PostgreSQL, HTTP and the tenant are real. There are
/// enough windows for some 200 people: one in a hundred may meet the one refusal of a window.
@Order(2)
class HiddenLimitTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @TempDir private static Path folder;
  private static EmbeddedDatabase database;

  @BeforeAll
  static void start() throws IOException, SQLException {
    MigratedDatabase.copyTo(folder.resolve("postgres"));
    database = EmbeddedDatabase.start(folder.resolve("postgres"), folder.resolve("postgres.log"));
    commitWithoutTheDisk();
  }

  /// Nothing here has to survive a power cut, and every decision is a commit.
  private static void commitWithoutTheDisk() throws SQLException {
    try (var store = new TestStore(database)) {
      store.execute("alter system set fsync = off");
      store.rows("select pg_reload_conf()", row -> row.getBoolean(1));
    }
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @ParameterizedTest
  @CsvSource({
    "300, 300, 6, NONE",
    "450, 300, 6, NONE",
    "500, 180, 9, NONE",
    "60, 60, 24, NONE",
    "300, 300, 6, UPPER_MESSAGE"
  })
  void is_learned_and_kept_by_two_instances_together(
      int calls, int seconds, int windows, Body refusal) throws Exception {
    var window = Duration.ofSeconds(seconds);
    try (var instances = new TwoInstances(database, new RateLimit(calls, window), refusal)) {
      instances.run(window.multipliedBy(windows));

      assertThat(instances.refusedCalls()).isEqualTo(instances.refusedCallsSeen()).isPositive();
      assertThat(instances.refusedCallsInAnyWindowAfter(window)).isLessThanOrEqualTo(1);
      assertThat(instances.takenAfter(window))
          .isGreaterThanOrEqualTo((long) (0.9 * calls * (windows - 1)));
      assertThat(instances.waitOfPeopleAfter(window, 0.99)).isLessThanOrEqualTo(PATIENCE);
      assertThat(instances.state().window()).isEqualTo(window);
    }
  }
}

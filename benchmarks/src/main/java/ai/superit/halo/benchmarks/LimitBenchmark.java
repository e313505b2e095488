package ai.superit.halo.benchmarks;

import ai.superit.halo.bootstrap.Demo;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Tickets synced from a tenant with a limit that nobody tells, against what that limit allows at
/// the most: 100 rows with each call. The first sync has to find it out, from one call a second
/// upwards. The second one knows it, begins when the window is full of the first one's calls, and
/// takes longer than a window.
final class LimitBenchmark {
  static final int SCALE = 16;
  static final Demo.Limit LIMIT = new Demo.Limit(45, Duration.ofMinutes(3), false);

  private static final double ALLOWED = (double) LIMIT.calls() * SCALE / LIMIT.window().toSeconds();
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Bench.Target target;

  LimitBenchmark(Bench.Target target) {
    this.target = target;
  }

  /// Calls are what the second sync sent in all: besides each page once, pages that show whether
  /// rows have moved, and changes.
  List<Ratio> run() throws SQLException, InterruptedException {
    var learning = target.firstSync();
    leaveNothingElseToRead();
    while (TicketRun.isAnyUnderWay(target.demo())) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    var knowing = syncAgain(learning);
    return List.of(
        ratio("pages within a known limit", knowing, knowing.pages(), "at least 0.95"),
        ratio("calls within a known limit", knowing, knowing.calls(), "no aim"));
  }

  private static Ratio ratio(String name, TicketRun run, long number, String aim) {
    return new Ratio(name, run.perSecond(number), ALLOWED, aim);
  }

  /// Notes and the own pages of assets and clients would be read beside the tickets.
  private void leaveNothingElseToRead() throws SQLException {
    try (var connection = DriverManager.getConnection(target.jdbcUrl(), target.user(), "");
        var statement = connection.createStatement()) {
      statement.execute("update halo.asset set fields_unread = false, page_read_at = now()");
      statement.execute("update halo.client set page_unread = false, page_read_at = now()");
      statement.execute(
          """
          update halo.ticket
          set notes_read_at = greatest(last_action_at, now()), page_unread = false
          where notes_read_at is null or page_unread
          """);
    }
  }

  private TicketRun syncAgain(TicketRun before) throws InterruptedException {
    target
        .demo()
        .ask(
            """
            mutation($connection: ID!) {
              startSync(connectionId: $connection, resources: [TICKETS]) {
                userErrors { message }
              }
            }
            """,
            Map.of("connection", target.demo().connection()));
    var end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      var newest = TicketRun.newest(target.demo());
      if (newest.isPresent() && !newest.get().id().equals(before.id())) {
        return newest.get();
      }
      TimeUnit.SECONDS.sleep(1);
    }
    throw new IllegalStateException("the second sync took too long");
  }
}

package ai.superit.halo.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;

/// Tickets synced from a tenant without a rate limit against COPY of the same rows into a table
/// without any index.
final class SyncBenchmark {
  private static final int ROUNDS = 3;

  private final Bench.Target target;

  SyncBenchmark(Bench.Target target) {
    this.target = target;
  }

  Ratio run() throws SQLException, IOException {
    var file = Files.createTempFile(target.folder(), "ticket", ".copy");
    try (var connection = DriverManager.getConnection(target.jdbcUrl(), target.user(), "");
        var statement = connection.createStatement()) {
      var quoted = "'" + file + "' (format binary)";
      var rows = statement.executeUpdate("copy halo.ticket to " + quoted);
      var best = Double.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        statement.execute("drop table if exists bench_ticket");
        statement.execute("create table bench_ticket (like halo.ticket)");
        var begin = System.nanoTime();
        statement.executeUpdate("copy bench_ticket from " + quoted);
        best = Math.min(best, (System.nanoTime() - begin) / 1e9);
      }
      statement.execute("drop table bench_ticket");
      var synced = target.firstSync().perSecond(target.firstSync().tickets());
      return new Ratio("sync of tickets", synced, rows / best, "no aim");
    }
  }
}

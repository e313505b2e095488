package ai.superit.halo.benchmarks;

import ai.superit.halo.bootstrap.Demo;
import ai.superit.halo.bootstrap.FreePort;
import ai.superit.halo.bootstrap.TenantWebhook;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// Runs the benchmarks on an embedded PostgreSQL with durable settings, everything on this machine
/// and in this JVM, and prints ratios: absolute figures say more about the machine than about the
/// product.
public final class Bench {
  private static final PrintStream OUT = System.out;
  private static final int SCALE = 40;

  /// Has enough open tickets that none has two deliveries under way.
  private static final int DELIVERED_SCALE = 4;

  private static final Set<String> ALL = Set.of("accept", "delivered", "sync", "graphql");

  /// Reading the notes of every old ticket would take longer than all that is measured.
  private static final Map<String, String> SETTINGS = Map.of("sync.old-notes", "false");

  /// Takes minutes of waiting for the limit, so it is measured only when it is named, and alone.
  private static final String LIMIT = "limit";

  /// Fills the database first, which takes a while.
  private static final String STORED = "stored";

  /// What is measured.
  record Target(Demo demo, Path folder, TenantWebhook webhook, TicketRun firstSync) {
    String jdbcUrl() {
      return demo.database();
    }

    String user() {
      return "postgres";
    }
  }

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    var wanted = arguments.length == 0 ? ALL : new TreeSet<>(List.of(arguments));
    var alone = Set.of(Set.of(LIMIT), Set.of(STORED));
    if (!ALL.containsAll(wanted) && !alone.contains(wanted)) {
      System.err.println(
          "superit bench: choose from "
              + String.join(", ", new TreeSet<>(ALL))
              + " (delivered goes from a post to the query that shows it); or "
              + LIMIT
              + " or "
              + STORED
              + " alone");
      System.exit(2);
    }
    if (wanted.contains(STORED)) {
      on(1, Demo.Limit.NONE, target -> new StoredBenchmark(target).run());
    } else if (wanted.contains(LIMIT)) {
      on(
          LimitBenchmark.SCALE,
          LimitBenchmark.LIMIT,
          target -> new LimitBenchmark(target).run().forEach(OUT::println));
    } else {
      run(wanted);
    }
    System.exit(0);
  }

  /// What is measured on a demo.
  private interface Measurement {
    void on(Target target) throws Exception;
  }

  /// Leaves nothing behind, however it ends.
  private static void on(int scale, Demo.Limit limit, Measurement measurement) throws Exception {
    var folder = Files.createTempDirectory("superit-bench");
    var demo = Demo.start(new Demo.Options(folder, scale, FreePort.any(), limit, 0, SETTINGS), OUT);
    var end = new Thread(() -> end(demo, folder));
    Runtime.getRuntime().addShutdownHook(end);
    System.out.println();
    measurement.on(target(demo, folder));
  }

  private static void end(Demo demo, Path folder) {
    try {
      demo.close();
      delete(folder);
    } catch (Exception failure) {
      System.err.println("superit bench: " + folder + " could not be removed: " + failure);
    }
  }

  private static void run(Set<String> wanted) throws Exception {
    var scale =
        wanted.equals(Set.of("accept"))
            ? 1
            : Set.of("accept", "delivered").containsAll(wanted) ? DELIVERED_SCALE : SCALE;
    var ratios = new ArrayList<Ratio>();
    on(
        scale,
        Demo.Limit.NONE,
        target -> {
          awaitQuiet(target);
          if (wanted.contains("sync")) {
            ratios.add(new SyncBenchmark(target).run());
          }
          if (wanted.contains("graphql")) {
            ratios.addAll(new GraphqlBenchmark(target, Duration.ofSeconds(6)).run());
          }
          if (wanted.contains("delivered")) {
            ratios.add(new DeliveredBenchmark(target).run());
          }
          if (wanted.contains("accept")) {
            ratios.add(new AcceptBenchmark(target, Duration.ofSeconds(3)).run());
          }
        });
    System.out.println();
    ratios.forEach(System.out::println);
  }

  private static Target target(Demo demo, Path folder) {
    var synced =
        TicketRun.newest(demo)
            .orElseThrow(() -> new IllegalStateException("the tickets were not synced"));
    return new Target(demo, folder, demo.webhook(), synced);
  }

  /// The notes of open tickets are filled in the background, which nobody is to measure by
  /// accident. Nor is the reading of the own pages of assets and clients, for which it would take
  /// long to wait.
  private static void awaitQuiet(Target target) throws Exception {
    var before = -1L;
    try (var connection = DriverManager.getConnection(target.jdbcUrl(), target.user(), "");
        var count =
            connection.prepareStatement(
                "select count(*) from halo.ticket where notes_read_at is not null");
        var fields = connection.createStatement()) {
      fields.execute("update halo.asset set fields_unread = false, page_read_at = now()");
      fields.execute("update halo.client set page_unread = false, page_read_at = now()");
      while (true) {
        try (var rows = count.executeQuery()) {
          rows.next();
          if (rows.getLong(1) == before) {
            return;
          }
          before = rows.getLong(1);
          System.out.print("\rFilling notes: " + before + " tickets  ");
        }
        TimeUnit.SECONDS.sleep(5);
      }
    }
  }

  private static void delete(Path folder) throws Exception {
    try (var below = Files.walk(folder)) {
      for (var each : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}

package ai.superit.halo.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Deliveries from the post to the answer of a query: how many a second are applied for as long as
/// one likes, and how long it takes at half that rate until a ticket shows what a delivery said.
final class DeliveredBenchmark {
  private static final int SENDERS = 64;

  /// With the senders they stay below the connections that the service grants an address.
  private static final int QUESTIONS_AT_ONCE = 24;

  /// More are not sent while so many are accepted and not applied, so that the backlog cannot grow.
  private static final int MOST_WAITING = 2_000;

  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final Duration COUNTED = Duration.ofSeconds(15);
  private static final Duration ACCEPT_WARM_UP = Duration.ofSeconds(2);
  private static final Duration ACCEPT_COUNTED = Duration.ofSeconds(4);

  /// Whoever looks takes from the machine what the service needs: about 40 looks a second are few.
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(2);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Bench.Target target;
  private final FatDeliveries deliveries;
  private final Semaphore questions = new Semaphore(QUESTIONS_AT_ONCE);

  DeliveredBenchmark(Bench.Target target) throws Exception {
    this.target = target;
    this.deliveries = new FatDeliveries(target);
  }

  Ratio run() throws Exception {
    var accept = new AcceptBenchmark(target, ACCEPT_COUNTED);
    var accepted = load(accept.posts(), ACCEPT_WARM_UP, ACCEPT_COUNTED);
    System.out.println("delivered: only accepted, 64 connections    " + accepted);
    accept.awaitWorkedOff();
    var applied = sustained();
    System.out.printf(
        "delivered: applied, never more than %,d waiting, %,d tickets in turn %,9.0f/s%n",
        MOST_WAITING, deliveries.tickets(), applied);
    accept.awaitWorkedOff();
    var delays = delays(applied / 2);
    System.out.printf(
        "delivered: from the post to the query, at %,.0f/s, %,d looked at  median %6.1f ms"
            + "  p99 %7.1f ms%n",
        applied / 2, delays.size(), millis(delays, 0.5), millis(delays, 0.99));
    return new Ratio(
        "webhook applied",
        applied,
        accepted.perSecond(),
        "of what is only accepted; p99 to a query at half of it %.0f ms"
            .formatted(millis(delays, 0.99)));
  }

  private Figures load(Supplier<byte[]> requests, Duration warmUp, Duration counted)
      throws Exception {
    return new HttpLoad(target.webhook().address(), 202, requests).run(SENDERS, warmUp, counted);
  }

  /// @return deliveries applied a second
  private double sustained() throws Exception {
    try (var connection = DriverManager.getConnection(target.jdbcUrl(), target.user(), "");
        var total =
            connection.prepareStatement(
                "select coalesce(sum(applied), 0) from halo.delivery_total");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var before = number(total);
      var progress = new Progress(before);
      var watching =
          threads.submit(() -> {
            progress.watch(total);
            return true;
          });
      load(
          () -> {
            progress.awaitRoom(deliveries.made());
            return deliveries.next().request().get();
          },
          WARM_UP,
          COUNTED);
      progress.end();
      watching.get();
      return progress.perSecond();
    }
  }

  /// What was applied, as one thread counts it and another waits for it.
  private static final class Progress {
    private final long before;
    private final long countedFrom = System.nanoTime() + WARM_UP.toNanos();
    private volatile long applied;
    private volatile boolean over;
    private long firstApplied = -1;
    private long firstNanos;
    private long lastNanos;

    Progress(long before) {
      this.before = before;
    }

    void awaitRoom(int made) {
      while (made - applied >= MOST_WAITING && !over) {
        LockSupport.parkNanos(500_000);
      }
    }

    void watch(PreparedStatement total) throws SQLException {
      while (!over) {
        var now = System.nanoTime();
        applied = number(total) - before;
        lastNanos = now;
        if (firstApplied < 0 && now >= countedFrom) {
          firstApplied = applied;
          firstNanos = now;
        }
        LockSupport.parkNanos(20_000_000);
      }
    }

    void end() {
      over = true;
    }

    double perSecond() {
      return (applied - firstApplied) / ((lastNanos - firstNanos) / 1e9);
    }
  }

  /// @return in nanoseconds, shortest first
  private List<Long> delays(double perSecond) throws Exception {
    var delays = Collections.synchronizedList(new ArrayList<Long>());
    var begin = System.nanoTime();
    var countedFrom = begin + WARM_UP.toNanos();
    var gap = (long) (1e9 / perSecond);
    var pace = new long[] {begin, countedFrom};
    try (var caller = HttpClient.newHttpClient();
        var watchers = Executors.newVirtualThreadPerTaskExecutor()) {
      load(
          () -> {
            pace[0] = Math.max(pace[0] + gap, System.nanoTime() - gap * SENDERS);
            while (System.nanoTime() < pace[0]) {
              LockSupport.parkNanos(Math.min(pace[0] - System.nanoTime(), 500_000));
            }
            var update = deliveries.next();
            var now = System.nanoTime();
            if (now >= pace[1]) {
              pace[1] = now + BETWEEN_LOOKS.toNanos();
              watchers.execute(() -> delays.add(nanosUntilShown(caller, update, now)));
            }
            return update.request().get();
          },
          WARM_UP,
          COUNTED);
      watchers.shutdown();
      watchers.awaitTermination(LONGEST.toSeconds(), TimeUnit.SECONDS);
    }
    return delays.stream().sorted().toList();
  }

  /// Counted from before the post is sent, which is a little more than from its acceptance.
  private long nanosUntilShown(HttpClient caller, FatDeliveries.Update update, long posted) {
    var question = question(update.ticket());
    try {
      while (System.nanoTime() - posted < LONGEST.toNanos()) {
        if (answer(caller, question).contains('"' + update.summary() + '"')) {
          break;
        }
        LockSupport.parkNanos(BETWEEN_QUESTIONS.toNanos());
      }
    } catch (IOException failed) {
      throw new IllegalStateException("a query failed", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return System.nanoTime() - posted;
  }

  private String answer(HttpClient caller, HttpRequest question)
      throws IOException, InterruptedException {
    questions.acquire();
    try {
      return caller.send(question, HttpResponse.BodyHandlers.ofString()).body();
    } finally {
      questions.release();
    }
  }

  private HttpRequest question(long ticket) {
    var text =
        "{\"query\":\"{ ticketByNumber(connectionId: \\\"%s\\\", number: %d) { summary } }\"}"
            .formatted(target.demo().connection(), ticket);
    return HttpRequest.newBuilder(target.demo().graphql())
        .header("Authorization", "Bearer " + target.demo().tokens().manager())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(text))
        .build();
  }

  private static double millis(List<Long> sorted, double part) {
    return sorted.get((int) (sorted.size() * part)) / 1e6;
  }

  private static long number(PreparedStatement question) throws SQLException {
    try (var rows = question.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}

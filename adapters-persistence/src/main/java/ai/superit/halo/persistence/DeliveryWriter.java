package ai.superit.halo.persistence;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.webhook.IncomingDelivery;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Makes accepted deliveries durable. Whoever waits while one batch is written becomes the next
/// batch: one statement and one commit for all of them. Two writers are no faster than one: they
/// wait for each other in the database.
final class DeliveryWriter implements AutoCloseable {
  private static final int MAX_WAITING = 10_000;
  private static final long MAX_WAITING_BYTES = 128 << 20;
  private static final int MAX_BATCH = 512;
  private static final int MAX_BATCH_BYTES = 4 << 20;
  private static final int BUSY_BATCH = 16;
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long IDLE_MILLIS = 100;

  /// How often, while its patience lasts, somebody looks whether a caller has waited too long.
  private static final int LOOKS = 10;

  /// Numbers are the first one of the day, plus the batch's times this, plus the place in the
  /// batch.
  private static final int NUMBERS_OF_A_BATCH = 1_024;

  /// Far more than there can be.
  private static final long BATCHES_OF_A_DAY = 1L << 34;

  private static final String APPEND =
      """
      with batch as materialized (
        select ? + nextval('delivery_batch') % ? * ? as before_first
      ), appended as (
        insert into delivery (connection_id, delivery_id, received_at, body)
        select d.connection_id, before_first + d.place, instant(d.received_at), d.body
        from batch, unnest(?::text[]::uuid[], ?::int8[], ?::bytea[]) with ordinality
          as d(connection_id, received_at, body, place)
      )
      insert into delivery_arrival (connection_id, first_id, last_id, received_at)
      select a.connection_id, before_first + first, before_first + last, instant(a.received_at)
      from batch, unnest(?::text[]::uuid[], ?::int8[], ?::int8[], ?::int8[])
        as a(connection_id, first, last, received_at)
      """;

  /// One delivery and the caller that waits for it.
  private record Waiting(
      IncomingDelivery delivery, CompletableFuture<Boolean> stored, long sinceNanos) {
    Waiting(IncomingDelivery delivery) {
      this(delivery, new CompletableFuture<>(), System.nanoTime());
    }

    String connection() {
      return delivery.connection().toString();
    }

    boolean isBeside(Waiting other) {
      return delivery.connection().equals(other.delivery.connection());
    }

    long receivedMicros() {
      return Column.micros(delivery.receivedAt());
    }
  }

  /// The deliveries of one connection within a batch, by their places, which begin with 1.
  private record Arrival(String connection, long first, long last, long receivedMicros) {}

  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong waitingBytes = new AtomicLong();
  private final HikariDataSource source;
  private final Duration patience;
  private final Runnable afterCommit;
  private final Thread thread;
  private final Heartbeat watch;
  private volatile List<Waiting> underWay = List.of();
  private volatile long busyUntilNanos = System.nanoTime();
  private volatile boolean closed;

  /// @param patience how long a caller waits
  /// @param afterCommit called after each batch
  DeliveryWriter(HikariDataSource source, Duration patience, Runnable afterCommit) {
    this.source = source;
    this.patience = patience;
    this.afterCommit = afterCommit;
    this.thread = Thread.ofPlatform().name("delivery-writer").daemon().unstarted(this::run);
    this.watch = Heartbeat.every(patience.dividedBy(LOOKS), this::giveUp);
  }

  void start() {
    thread.start();
  }

  void write(IncomingDelivery delivery) {
    var waiting = new Waiting(delivery);
    if (closed || !isAdmitted(waiting)) {
      throw unavailable("too many deliveries wait to be stored", new IllegalStateException());
    }
    if (closed && !thread.isAlive()) {
      giveUp(waiting);
    }
    try {
      waiting.stored().get();
    } catch (ExecutionException failure) {
      var inTime = failure.getCause() instanceof TimeoutException ? " in time" : "";
      throw unavailable("the delivery could not be stored" + inTime, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unavailable("the delivery was not waited for", interrupted);
    }
  }

  /// Whether so many senders wait just now that they fill batches.
  boolean isBusy() {
    return busyUntilNanos - System.nanoTime() > 0;
  }

  boolean hasWaiting() {
    return all().findAny().isPresent();
  }

  /// Large bodies may not fill the heap while the database is slow.
  private boolean isAdmitted(Waiting waiting) {
    var bytes = waiting.delivery().body().length;
    if (waitingBytes.addAndGet(bytes) <= MAX_WAITING_BYTES && queue.offer(waiting)) {
      return true;
    }
    waitingBytes.addAndGet(-bytes);
    return false;
  }

  /// Lets those go who have waited too long. A timer for each of them would cost more than storing
  /// what they brought.
  private void giveUp() {
    var latest = System.nanoTime() - patience.toNanos();
    all().filter(waiting -> waiting.sinceNanos() - latest < 0).forEach(DeliveryWriter::giveUp);
  }

  private static void giveUp(Waiting waiting) {
    waiting.stored().completeExceptionally(new TimeoutException());
  }

  private Stream<Waiting> all() {
    return Stream.concat(underWay.stream(), queue.stream());
  }

  /// Stores what waits, then stops. Whoever still waits then is let go: nobody looks after them any
  /// more.
  @Override
  public void close() {
    closed = true;
    try {
      if (thread.isAlive()) {
        thread.join(patience);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    watch.close();
    all().forEach(DeliveryWriter::giveUp);
  }

  private void run() {
    while (!closed || !queue.isEmpty()) {
      try {
        underWay = nextBatch();
        if (!underWay.isEmpty()) {
          settle(underWay);
        }
      } catch (InterruptedException interrupted) {
        return;
      }
    }
  }

  private List<Waiting> nextBatch() throws InterruptedException {
    var batch = new ArrayList<Waiting>();
    var bytes = 0;
    var next = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    while (next != null) {
      batch.add(next);
      bytes += next.delivery().body().length;
      next = batch.size() < MAX_BATCH && bytes < MAX_BATCH_BYTES ? queue.poll() : null;
    }
    if (batch.size() >= BUSY_BATCH) {
      busyUntilNanos = System.nanoTime() + BUSY_NANOS;
    }
    waitingBytes.addAndGet(-bytes);
    batch.sort(Comparator.comparing(waiting -> waiting.delivery().connection().value()));
    return batch;
  }

  private void settle(List<Waiting> batch) {
    try {
      Failures.retrying(() -> append(batch));
      answer(batch, waiting -> waiting.stored().complete(true));
      afterCommit.run();
    } catch (RuntimeException | Error failure) {
      // an error must not end this thread: nobody would store what comes after
      answer(batch, waiting -> waiting.stored().completeExceptionally(failure));
    }
  }

  /// A virtual thread wakes others of its kind for much less than this one could.
  private static void answer(List<Waiting> batch, Consumer<Waiting> how) {
    Thread.startVirtualThread(() -> batch.forEach(how));
  }

  private int append(List<Waiting> batch) {
    var arrivals = arrivals(batch);
    var received =
        batch.stream()
            .map(waiting -> waiting.delivery().receivedAt())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    var query =
        Query.of(
            APPEND,
            DeliveryDay.of(received).firstId(),
            BATCHES_OF_A_DAY,
            NUMBERS_OF_A_BATCH,
            batch.stream().map(Waiting::connection).toArray(String[]::new),
            batch.stream().map(Waiting::receivedMicros).toArray(Long[]::new),
            batch.stream().map(waiting -> waiting.delivery().body()).toArray(byte[][]::new),
            arrivals.stream().map(Arrival::connection).toArray(String[]::new),
            arrivals.stream().map(Arrival::first).toArray(Long[]::new),
            arrivals.stream().map(Arrival::last).toArray(Long[]::new),
            arrivals.stream().map(Arrival::receivedMicros).toArray(Long[]::new));
    try (var connection = source.getConnection()) {
      return query.write(connection);
    } catch (SQLException failure) {
      throw Failures.translated(failure);
    }
  }

  private static List<Arrival> arrivals(List<Waiting> sorted) {
    var arrivals = new ArrayList<Arrival>();
    var first = 0;
    for (int next = 1; next <= sorted.size(); next++) {
      if (next == sorted.size() || !sorted.get(next).isBeside(sorted.get(first))) {
        var same = sorted.subList(first, next);
        var oldest = same.stream().mapToLong(Waiting::receivedMicros).min().orElseThrow();
        arrivals.add(new Arrival(same.getFirst().connection(), first + 1, next, oldest));
        first = next;
      }
    }
    return arrivals;
  }

  private static StoreUnavailable unavailable(String message, Exception cause) {
    return new StoreUnavailable(message, cause);
  }
}

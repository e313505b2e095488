package ai.superit.halo.persistence;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.webhook.DeliveryInbox.Receipt;
import ai.superit.halo.application.webhook.IncomingDelivery;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Makes accepted deliveries durable. Whoever waits while one batch is written becomes the next
/// batch: one statement and one commit for all of them.
final class DeliveryWriter implements AutoCloseable {
  private static final int WRITERS = 1;
  private static final int MAX_WAITING = 10_000;
  private static final long MAX_WAITING_BYTES = 128 << 20;
  private static final int MAX_BATCH = 512;
  private static final int MAX_BATCH_BYTES = 4 << 20;
  private static final int BUSY_BATCH = 16;
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long IDLE_MILLIS = 100;

  private static final String INSERT =
      """
      with arrived as (
        insert into delivery (connection_id, digest, received_at, body)
        select i.connection_id, i.digest, instant(i.received_at), i.body
        from unnest(?::text[]::uuid[], ?::bytea[], ?::int8[], ?::bytea[])
          as i(connection_id, digest, received_at, body)
        on conflict (connection_id, digest) do nothing
        returning connection_id, delivery_id, received_at, digest
      ), queued as (
        insert into delivery_task (connection_id, delivery_id, received_at, due_at)
        select connection_id, delivery_id, received_at, received_at from arrived
      )
      select connection_id, digest from arrived
      """;

  /// One delivery and the caller that waits for it.
  private record Waiting(
      IncomingDelivery delivery, DeliveryDigest digest, CompletableFuture<Receipt> receipt) {}

  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong waitingBytes = new AtomicLong();
  private final HikariDataSource source;
  private final Duration patience;
  private final Runnable afterCommit;
  private final List<Thread> threads;
  private volatile long busyUntilNanos = System.nanoTime();
  private volatile boolean closed;

  /// @param patience how long a caller waits
  /// @param afterCommit called after each batch that brought something new
  DeliveryWriter(HikariDataSource source, Duration patience, Runnable afterCommit) {
    this.source = source;
    this.patience = patience;
    this.afterCommit = afterCommit;
    this.threads = IntStream.rangeClosed(1, WRITERS).mapToObj(this::thread).toList();
  }

  private Thread thread(int number) {
    return Thread.ofPlatform().name("delivery-writer-" + number).daemon().unstarted(this::run);
  }

  void start() {
    threads.forEach(Thread::start);
  }

  Receipt write(IncomingDelivery delivery) {
    var waiting = new Waiting(delivery, DeliveryDigest.of(delivery), new CompletableFuture<>());
    if (closed || !isAdmitted(waiting)) {
      throw unavailable("too many deliveries wait to be stored", new IllegalStateException());
    }
    try {
      return waiting.receipt().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      throw unavailable("the delivery could not be stored in time", slow);
    } catch (ExecutionException failure) {
      throw unavailable("the delivery could not be stored", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw unavailable("the delivery was not waited for", interrupted);
    }
  }

  /// Whether so many senders wait just now that they fill batches.
  boolean isBusy() {
    return busyUntilNanos - System.nanoTime() > 0;
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

  /// Stores what waits, then stops.
  @Override
  public void close() {
    closed = true;
    for (var thread : threads) {
      try {
        if (thread.isAlive()) {
          thread.join(patience);
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    while (!closed || !queue.isEmpty()) {
      try {
        var batch = nextBatch();
        if (!batch.isEmpty()) {
          settle(batch);
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
    batch.sort(Comparator.comparing(Waiting::digest, DeliveryDigest.ORDER));
    return batch;
  }

  /// Of several equal deliveries in a batch the first is the stored one.
  private void settle(List<Waiting> batch) {
    try {
      var stored = Failures.retrying(() -> insert(batch));
      var anyNew = !stored.isEmpty();
      for (var waiting : batch) {
        var isNew = stored.remove(waiting.digest());
        waiting.receipt().complete(isNew ? Receipt.STORED : Receipt.DUPLICATE);
      }
      if (anyNew) {
        afterCommit.run();
      }
    } catch (RuntimeException | Error failure) {
      // an error must not end this thread: nobody would store what comes after
      batch.forEach(waiting -> waiting.receipt().completeExceptionally(failure));
    }
  }

  private Set<DeliveryDigest> insert(List<Waiting> batch) {
    var query =
        Query.of(
            INSERT,
            batch.stream().map(w -> w.delivery().connection().toString()).toArray(String[]::new),
            batch.stream().map(w -> w.digest().bytes()).toArray(byte[][]::new),
            batch.stream().map(w -> Column.micros(w.delivery().receivedAt())).toArray(Long[]::new),
            batch.stream().map(w -> w.delivery().body()).toArray(byte[][]::new));
    try (var connection = source.getConnection()) {
      return new HashSet<>(
          query.list(connection, row -> DeliveryDigest.of(row.uuid(), row.bytes())));
    } catch (SQLException failure) {
      throw Failures.translated(failure);
    }
  }

  private static StoreUnavailable unavailable(String message, Exception cause) {
    return new StoreUnavailable(message, cause);
  }
}

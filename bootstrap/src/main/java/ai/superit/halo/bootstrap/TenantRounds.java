package ai.superit.halo.bootstrap;

import static java.util.Objects.requireNonNull;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.domain.connection.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after every connection again and again, beside each other: neither a tenant that does not
/// answer nor a failure keeps the others from their turn. What is under way at the end is given up.
final class TenantRounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TenantRounds.class);
  private static final int AT_ONCE = 8;
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final String worker;
  private final Supplier<List<Connection>> connections;
  private final Consumer<Connection> work;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SideBySide tenants = new SideBySide(AT_ONCE, threads);
  private final Heartbeat rounds;

  private TenantRounds(
      String worker,
      Duration pause,
      Supplier<List<Connection>> connections,
      Consumer<Connection> work) {
    this.worker = worker;
    this.connections = connections;
    this.work = work;
    this.rounds = Heartbeat.every(worker, pause, this::begin);
  }

  /// @param worker what the log calls it
  /// @param work finds out itself whether it is time
  static TenantRounds every(
      Duration pause,
      String worker,
      Supplier<List<Connection>> connections,
      Consumer<Connection> work) {
    return new TenantRounds(worker, pause, connections, work);
  }

  /// Whether the rounds go on, or were closed.
  boolean isWell() {
    return rounds.isWell();
  }

  private void begin() {
    var all =
        connections.get().stream().collect(Collectors.toMap(Connection::id, Function.identity()));
    tenants.begin(List.copyOf(all.keySet()), id -> guarded(requireNonNull(all.get(id))));
  }

  @SuppressWarnings("CatchingUnchecked")
  private void guarded(Connection connection) {
    try {
      work.accept(connection);
    } catch (StoreUnavailable unavailable) {
      LOG.warn("store unavailable worker={}", worker);
    } catch (CallsEnded stopping) {
      LOG.debug("stopped worker={}", worker);
    } catch (HaloUnavailable unavailable) {
      LOG.warn(
          "halo unavailable worker={} connection={} reason={} message={}",
          worker,
          connection.id(),
          unavailable.reason(),
          unavailable.getMessage());
    } catch (RuntimeException | Error failure) {
      LOG.error("worker failed worker={} connection={}", worker, connection.id(), failure);
    }
  }

  @Override
  public void close() {
    rounds.close();
    threads.shutdownNow();
    try {
      var _ = threads.awaitTermination(LAST_WORDS.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

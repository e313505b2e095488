package ai.superit.halo.bootstrap;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.DiagnoseConnection;
import ai.superit.halo.application.connection.Diagnoses.Kept;
import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Examines connections unasked, on a thread of its own: the store says when it is time. An
/// examination that is under way when the service stops is given up.
final class DiagnosisWork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiagnosisWork.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private final Connections connections;
  private final DiagnoseConnection diagnosing;
  private final Thread thread;

  private DiagnosisWork(Connections connections, DiagnoseConnection diagnosing) {
    this.connections = connections;
    this.diagnosing = diagnosing;
    this.thread = Thread.ofVirtual().name("diagnosis").unstarted(this::run);
  }

  static DiagnosisWork start(Connections connections, DiagnoseConnection diagnosing) {
    var work = new DiagnosisWork(connections, diagnosing);
    work.thread.start();
    return work;
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(BETWEEN_LOOKS);
        examineAll();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void examineAll() throws InterruptedException {
    try {
      for (var connection : connections.all()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        examine(connection);
      }
    } catch (StoreUnavailable unavailable) {
      LOG.warn("store unavailable worker=diagnosis");
    }
  }

  /// One connection does not keep the others from being examined.
  @SuppressWarnings("CatchingUnchecked")
  private void examine(Connection connection) {
    try {
      diagnosing.diagnoseIfDue(connection).ifPresent(kept -> log(connection.id(), kept));
    } catch (StoreUnavailable unavailable) {
      throw unavailable;
    } catch (RuntimeException failure) {
      LOG.error("worker failed worker=diagnosis connection={}", connection.id(), failure);
    }
  }

  private static void log(ConnectionId connection, Kept kept) {
    LOG.info(
        "event=connection_examined connection={} occasion={} calls={} first_cause={}",
        connection,
        kept.occasion(),
        kept.diagnosis().calls(),
        kept.diagnosis().firstCause().map(found -> found.probe().name()).orElse("none"));
    for (Probe right : kept.newlyLost()) {
      LOG.warn("event=right_lost connection={} right={}", connection, right);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

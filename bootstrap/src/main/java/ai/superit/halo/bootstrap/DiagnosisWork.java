package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.DiagnoseConnection;
import ai.superit.halo.application.connection.Diagnoses.Kept;
import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Examines connections unasked: the store says when it is time.
final class DiagnosisWork {
  private static final Logger LOG = LoggerFactory.getLogger(DiagnosisWork.class);
  private static final Duration SELDOM = Duration.ofMinutes(1);

  private DiagnosisWork() {}

  /// @param poll where lists are looked at more often than once a minute, so is this
  static TenantRounds start(Connections connections, DiagnoseConnection diagnosing, Duration poll) {
    return TenantRounds.every(
        poll.compareTo(SELDOM) < 0 ? poll : SELDOM,
        "diagnosis",
        connections::all,
        connection ->
            diagnosing.diagnoseIfDue(connection).ifPresent(kept -> log(connection.id(), kept)));
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
}

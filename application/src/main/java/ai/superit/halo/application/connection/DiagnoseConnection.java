package ai.superit.halo.application.connection;

import ai.superit.halo.application.connection.Diagnoses.Kept;
import ai.superit.halo.application.connection.Diagnoses.Occasion;
import ai.superit.halo.application.sync.SyncPauses;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.team.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Finds out why a stored connection does not do what it should, when asked, as soon as it is
/// connected and daily from then on, and after a failed run. Its status stays as it is; what was
/// found is kept.
public final class DiagnoseConnection {
  /// The ports that tell what to examine and when.
  public record Ports(
      Connections connections,
      HaloAccounts accounts,
      Diagnoses diagnoses,
      SyncRuns runs,
      SyncPauses pauses) {}

  static final Duration DAILY = Duration.ofDays(1);

  /// Runs that keep failing do not take the calls away that they need themselves.
  static final Duration AFTER_FAILURE = Duration.ofHours(1);

  private final Ports ports;
  private final HaloDoctor doctor;
  private final InstantSource clock;

  public DiagnoseConnection(Ports ports, HaloDoctor doctor, InstantSource clock) {
    this.ports = ports;
    this.doctor = doctor;
    this.clock = clock;
  }

  /// Empty unless the connection exists, is not being deleted, and the caller may see it.
  ///
  /// @throws CallsEnded if this service stops meanwhile; what was kept before stays
  public Optional<Diagnosis> diagnose(Caller caller, ConnectionId id) {
    return ports
        .connections()
        .findLiving(caller.visibility(), id)
        .flatMap(_ -> examined(id, Occasion.ASKED, Lane.PERSON))
        .map(Kept::diagnosis);
  }

  /// Examines a connection for which it is time, unless another instance does, with calls that all
  /// others go before.
  ///
  /// @return what was kept; empty if it was not time, or the thread was interrupted
  /// @throws CallsEnded if this service stops meanwhile; what was kept before stays, and it is
  ///   examined when it is time again
  public Optional<Kept> diagnoseIfDue(Connection connection) {
    var id = connection.id();
    if (ports.pauses().pausedSince(id).isPresent()) {
      return Optional.empty();
    }
    var now = clock.instant();
    var claimed = ports.diagnoses().lastClaim(id);
    var last = claimed.orElse(connection.createdAt());
    return (claimed.isEmpty() ? Optional.of(Occasion.DAILY) : occasion(id, last, now))
        .filter(_ -> ports.diagnoses().claim(id, now, last))
        .flatMap(occasion -> examined(id, occasion, Lane.BACKFILL));
  }

  private Optional<Occasion> occasion(ConnectionId id, Instant last, Instant now) {
    if (!last.plus(DAILY).isAfter(now)) {
      return Optional.of(Occasion.DAILY);
    }
    return failedAfter(id, last) && !last.plus(AFTER_FAILURE).isAfter(now)
        ? Optional.of(Occasion.SYNC_FAILED)
        : Optional.empty();
  }

  /// A run that was broken off here says nothing about the tenant.
  private boolean failedAfter(ConnectionId id, Instant last) {
    return ports.runs().latest(id).stream()
        .filter(run -> !SyncRuns.isBrokenOff(run))
        .anyMatch(run ->
            run.progress() instanceof Progress.Failed(var endedAt, var reason)
                && !reason.equals(SyncRuns.SILENT)
                && endedAt.isAfter(last));
  }

  private Optional<Kept> examined(ConnectionId id, Occasion occasion, Lane lane) {
    return ports
        .accounts()
        .access(id)
        .flatMap(access -> {
          var diagnosis = doctor.diagnose(access, lane);
          return Thread.currentThread().isInterrupted()
              ? Optional.empty()
              : Optional.of(kept(access, occasion, diagnosis));
        });
  }

  private Kept kept(HaloAccess access, Occasion occasion, Diagnosis diagnosis) {
    var id = access.connection();
    var unwanted = CapabilityState.unwanted(access.endpoint().capabilities());
    var kept =
        Kept.after(ports.diagnoses().find(id), clock.instant(), occasion, diagnosis, unwanted);
    ports.diagnoses().keep(id, kept);
    return kept;
  }
}

package ai.superit.halo.application.sync;

import ai.superit.halo.application.StoreTooSlow;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The record of all runs. A run that is not heard of for a while is taken for dead and ended as
/// failed, so that the next one can begin. By the store's own clock: those of the instances may
/// differ.
public interface SyncRuns {
  /// Why a run has failed that was taken for dead.
  String SILENT = "the run was not heard of any more";

  /// Why a run has failed that the service broke off because it was stopped, or the connection was
  /// paused.
  String STOPPED = "the service was stopped or the connection paused";

  /// Why a run has failed that was broken off because another scope was chosen.
  String RESCOPED = "what is mirrored was chosen anew; the run begins again";

  /// What is missing since a run was complete within another scope.
  String RECHOSEN = "what is mirrored was chosen anew since: begin with the mode FULL";

  /// Why a run has failed during which the store was gone; it is taken up by itself.
  String STORE_GONE = "the database could not be reached; the run begins again";

  /// Why a run has failed for which one statement took too long; it would be so again.
  String STORE_TOO_SLOW =
      "the database took longer for a statement than it may: begin again when it is less busy";

  /// Why a run has failed during which a secret was sealed anew, with a key that its instance was
  /// not given; one that was takes it up.
  String LOCKED = SecretUnreadable.MESSAGE;

  /// How a run failed that is taken up without being wished for.
  Set<String> CARRIED_ON = Set.of(SILENT, STOPPED, STORE_GONE, LOCKED);

  /// Whether the run was broken off before its end, so that it is still wanted.
  static boolean isBrokenOff(SyncRun run) {
    return isFailed(run, STOPPED) || isFailed(run, RESCOPED) || isLeftForLater(run);
  }

  /// Why a run has failed that the store let down.
  static String reason(StoreUnavailable failure) {
    return failure instanceof StoreTooSlow ? STORE_TOO_SLOW : STORE_GONE;
  }

  /// Whether the run was broken off because the store was gone.
  static boolean hasLostStore(SyncRun run) {
    return isFailed(run, STORE_GONE);
  }

  /// Whether the run would fail again if it began at once: the store was gone, or it is for another
  /// instance to take up.
  static boolean isLeftForLater(SyncRun run) {
    return hasLostStore(run) || isFailed(run, LOCKED);
  }

  /// The run as it counts for what is mirrored now.
  ///
  /// @param chosenAt when other records of its resource were left out before; empty if never
  static SyncRun counting(SyncRun run, Optional<Instant> chosenAt) {
    return run.progress() instanceof SyncRun.Progress.Complete(var endedAt)
            && chosenAt.filter(run.startedAt()::isBefore).isPresent()
        ? run.ended(new SyncRun.Progress.Incomplete(endedAt, RECHOSEN))
        : run;
  }

  private static boolean isFailed(SyncRun run, String because) {
    return run.progress() instanceof SyncRun.Progress.Failed(_, var reason)
        && reason.equals(because);
  }

  /// A run that did not come to its end for no reason of its own.
  record Interrupted(ConnectionId connection, Resource resource, SyncMode mode) {
    public Interrupted(ConnectionId connection, Resource resource) {
      this(connection, resource, SyncMode.FULL);
    }
  }

  /// Begins a run over the whole list.
  default Optional<SyncRun> begin(ConnectionId connection, Resource resource, Instant now) {
    return begin(connection, resource, SyncMode.FULL, now);
  }

  /// Begins a run; empty if one over the same connection and resource is under way, in any mode, on
  /// any instance.
  Optional<SyncRun> begin(ConnectionId connection, Resource resource, SyncMode mode, Instant now);

  /// Stores how far a running run has come, and that it lives.
  ///
  /// @return false if it was taken for dead meanwhile, so that another may be under way
  boolean progress(SyncRun run, Instant now);

  /// Keeps the rows that a run rejected; a row that was rejected before is not kept twice.
  default void reject(SyncRun run, List<RejectedRow> rows, Instant now) {
    reject(run.connection(), run.resource(), rows, now);
  }

  /// Keeps rows that were rejected, within a run or not; a row that was rejected before is not kept
  /// twice.
  void reject(ConnectionId connection, Resource resource, List<RejectedRow> rows, Instant now);

  /// Tells the audit log, where the store keeps one, that somebody has records read again by their
  /// numbers.
  void rereading(ConnectionId connection, Resource resource, List<Long> ids);

  /// Stores the run as it ended, unless it was taken for dead before. It fulfils the wish for it,
  /// unless it [#isBrokenOff] or other records of the resource are in scope since it began. A full
  /// one that is complete forgets the rejected rows of its resource that were last seen before it
  /// began.
  void end(SyncRun run);

  /// Remembers that somebody wants these resources to be read whole.
  default void wish(ConnectionId connection, Set<Resource> resources, Instant now) {
    wish(connection, resources, SyncMode.FULL, now);
  }

  /// Remembers that somebody wants these resources to be read, until a run over each has ended in
  /// that mode.
  void wish(ConnectionId connection, Set<Resource> resources, SyncMode mode, Instant now);

  /// What is wanted to be read whole.
  default Set<Resource> wishes(ConnectionId connection) {
    return wishes(connection, SyncMode.FULL);
  }

  /// What is wanted in that mode and was not read to an end since.
  Set<Resource> wishes(ConnectionId connection, SyncMode mode);

  /// The newest full run of each resource that had one; as [#RECHOSEN] if it was complete before
  /// other records were chosen.
  default List<SyncRun> latest(ConnectionId connection) {
    return latest(connection, SyncMode.FULL);
  }

  /// The newest run in that mode of each resource that had one; as [#RECHOSEN] if it was complete
  /// before other records were chosen.
  List<SyncRun> latest(ConnectionId connection, SyncMode mode);

  /// When the newest complete full run over the resource began; empty if none was complete since
  /// the records to be mirrored were chosen.
  Optional<Instant> lastCompleteStart(ConnectionId connection, Resource resource);

  /// Which resources wait for a run that nobody carries on: they are wanted, or their newest run
  /// was silent for too long or has failed for a reason that is [#CARRIED_ON]. No list of a
  /// connection of which a list is being read: whoever does that goes on with the others; the
  /// notes, which are read beside the lists, neither while a run is over them.
  List<Interrupted> interrupted();

  Optional<SyncRun> find(ConnectionId connection, UUID run);
}

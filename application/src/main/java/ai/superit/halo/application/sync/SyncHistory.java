package ai.superit.halo.application.sync;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The runs of the past, and what the store still knows of each.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface SyncHistory {
  enum RunState {
    RUNNING,
    COMPLETE,
    INCOMPLETE,
    FAILED;

    public static RunState of(SyncRun.Progress progress) {
      return switch (progress) {
        case SyncRun.Progress.Running _ -> RUNNING;
        case SyncRun.Progress.Complete _ -> COMPLETE;
        case SyncRun.Progress.Incomplete _ -> INCOMPLETE;
        case SyncRun.Progress.Failed _ -> FAILED;
      };
    }
  }

  /// Which runs; what is empty excludes none.
  ///
  /// @param since runs that began then or later
  /// @param until runs that began before
  record Filter(
      Optional<Resource> resource,
      Optional<SyncMode> mode,
      Optional<RunState> state,
      Optional<Instant> since,
      Optional<Instant> until) {
    public static final Filter ALL =
        new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /// A place in the list.
  record Position(Instant startedAt, UUID run) {
    public static Position of(SyncRun run) {
      return new Position(run.startedAt(), run.id());
    }
  }

  /// A record that nothing has written since the run did.
  ///
  /// @param id Halo's number
  /// @param deleted whether the run marked it as deleted
  record Written(long id, boolean deleted) {}

  /// @param rows how many were rejected for it
  record Rejections(String reason, long rows) {}

  /// Those that began last come first.
  Slice<SyncRun> list(ConnectionId connection, Filter filter, PageArgs<Position> page);

  long count(ConnectionId connection, Filter filter);

  /// Which records of a run.
  enum Wanted {
    ALL,
    STORED,
    DELETED;

    public boolean takes(Written written) {
      return this == ALL || written.deleted() == (this == DELETED);
    }
  }

  /// By number. The run is not over lookups or notes, which have no numbers of their own.
  Slice<Written> written(SyncRun run, Wanted wanted, PageArgs<Long> page);

  /// The rejected rows of the run's resource that were last seen while it ran and are still kept;
  /// the most frequent reasons come first.
  List<Rejections> rejections(SyncRun run, int limit);

  /// Forgets runs that began before that moment. Those stay that are under way, that a comparison
  /// tells of, and of each connection, resource and mode the newest one and the newest complete
  /// one. Of many instances one does it.
  ///
  /// @return how many were forgotten
  long forgetBefore(Instant moment);
}

package ai.superit.halo.application.sync;

import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.application.sync.SyncSchedules.PollOutcome;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Looks for changes that no webhook told of, in every list that was read to its end once and whose
/// schedule says so. Of all instances one looks.
public final class PollChanges {
  /// The resources whose lists can be polled.
  public static final List<Resource> POLLED =
      List.of(
          Resource.CLIENTS, Resource.SITES, Resource.CONTACTS, Resource.ASSETS, Resource.TICKETS);

  /// What became of one resource; those that were not due have none.
  public sealed interface Poll {
    Resource resource();

    /// @param changed how many records were created or updated
    record Read(Resource resource, long changed) implements Poll {}

    /// Something may be missing; the same changes are looked for again next time.
    record Incomplete(Resource resource, String gap) implements Poll {}

    record Failed(Resource resource, HaloUnavailable reason) implements Poll {
      /// Whether other resources would fail as well.
      public boolean ofTenant() {
        return switch (reason.reason()) {
          case FORBIDDEN, REFUSED, SERVER_ERROR -> false;
          case UNREACHABLE, UNAUTHORIZED, RATE_LIMITED, NOT_HALO -> true;
        };
      }
    }
  }

  private final SyncResource resources;
  private final PollCursors cursors;
  private final SyncSchedules schedules;
  private final Schedule otherwise;
  private final InstantSource clock;

  /// @param otherwise the schedule of lists for which nobody has chosen one
  public PollChanges(
      SyncResource resources,
      PollCursors cursors,
      SyncSchedules schedules,
      Schedule otherwise,
      InstantSource clock) {
    this.resources = resources;
    this.cursors = cursors;
    this.schedules = schedules;
    this.otherwise = otherwise;
    this.clock = clock;
  }

  /// Wishes for the runs over whole lists for which it is time, and plans the next ones.
  ///
  /// @return the lists that are to be read
  public List<Resource> compare(ConnectionId connection) {
    var now = clock.instant();
    return schedules.planned(connection).stream()
        .filter(planned -> schedule(planned).isCompared())
        .filter(planned ->
            schedules.claimComparison(
                connection, planned.resource(), now, schedule(planned).nextComparison(now)))
        .map(SyncSchedules.Planned::resource)
        .toList();
  }

  /// Polls what is due. A resource that may not be read does not keep the others from being read; a
  /// tenant that does not answer at all is not asked any further.
  ///
  /// @param stopping asked before each call; what is stopped is due again at once
  /// @throws SecretUnreadable if this instance cannot sign in; what it had begun is due again at
  ///   once, for another
  public List<Poll> poll(ConnectionId connection, BooleanSupplier stopping) {
    var polls = new ArrayList<Poll>();
    for (var planned : schedules.planned(connection)) {
      if (!schedule(planned).isPolled()) {
        continue;
      }
      if (stopping.getAsBoolean()) {
        break;
      }
      var poll = poll(connection, planned, stopping);
      poll.ifPresent(polls::add);
      if (poll.isPresent() && poll.get() instanceof Poll.Failed failed && failed.ofTenant()) {
        break;
      }
    }
    return polls;
  }

  private Schedule schedule(SyncSchedules.Planned planned) {
    return planned.chosen().orElse(otherwise);
  }

  private Optional<Poll> poll(
      ConnectionId connection, SyncSchedules.Planned planned, BooleanSupplier stopping) {
    var now = clock.instant();
    var resource = planned.resource();
    var next = now.plus(schedule(planned).interval(planned.webhooksSilent()));
    return cursors
        .claim(connection, resource, now, next)
        .flatMap(since -> {
          Runnable giveBack = () -> cursors.claim(connection, resource, next, now);
          try {
            var poll = tried(connection, resource, since, stopping);
            poll.ifPresentOrElse(ended -> remember(connection, ended), giveBack);
            return poll;
          } catch (SecretUnreadable locked) {
            giveBack.run();
            throw locked;
          }
        });
  }

  /// Empty if it was stopped before its end.
  private Optional<Poll> tried(
      ConnectionId connection, Resource resource, Instant since, BooleanSupplier stopping) {
    try {
      return resources
          .readChanges(connection, resource, since, Source.reread("poll"), Lane.POLL, stopping)
          .map(changes -> found(connection, resource, changes));
    } catch (SecretUnreadable locked) {
      throw locked;
    } catch (CallsEnded ended) {
      return Optional.empty();
    } catch (HaloUnavailable failure) {
      return stopping.getAsBoolean()
          ? Optional.empty()
          : Optional.of(new Poll.Failed(resource, failure));
    }
  }

  private void remember(ConnectionId connection, Poll poll) {
    var outcome =
        switch (poll) {
          case Poll.Read _ -> PollOutcome.READ;
          case Poll.Incomplete _ -> PollOutcome.SHORT;
          case Poll.Failed _ -> PollOutcome.FAILED;
        };
    var detail =
        switch (poll) {
          case Poll.Read _ -> "";
          case Poll.Incomplete(_, var gap) -> gap;
          case Poll.Failed(_, var reason) -> String.valueOf(reason.getMessage());
        };
    schedules.polled(connection, poll.resource(), clock.instant(), outcome, detail);
  }

  private Poll found(ConnectionId connection, Resource resource, SyncResource.Changes changes) {
    if (changes.gap().isPresent()) {
      return new Poll.Incomplete(resource, changes.gap().get());
    }
    changes.cursor().ifPresent(cursor -> cursors.reached(connection, resource, cursor));
    if (changes.changed() > 0) {
      schedules.found(connection, resource, clock.instant());
    }
    return new Poll.Read(resource, changes.changed());
  }
}

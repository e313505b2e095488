package ai.superit.halo.application.sync;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks for changes that no webhook told of, in every list that was read to its end once. Of all
/// instances one looks.
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
  private final Duration interval;
  private final InstantSource clock;

  /// @param interval how long a list is left alone after it was polled
  public PollChanges(
      SyncResource resources, PollCursors cursors, Duration interval, InstantSource clock) {
    this.resources = resources;
    this.cursors = cursors;
    this.interval = interval;
    this.clock = clock;
  }

  /// Polls what is due. A resource that may not be read does not keep the others from being read; a
  /// tenant that does not answer at all is not asked any further.
  public List<Poll> poll(ConnectionId connection) {
    var polls = new ArrayList<Poll>();
    for (var resource : POLLED) {
      var poll = poll(connection, resource);
      poll.ifPresent(polls::add);
      if (poll.isPresent() && poll.get() instanceof Poll.Failed failed && failed.ofTenant()) {
        break;
      }
    }
    return polls;
  }

  private Optional<Poll> poll(ConnectionId connection, Resource resource) {
    var now = clock.instant();
    return cursors
        .claim(connection, resource, now, now.plus(interval))
        .map(since -> {
          try {
            return read(connection, resource, since);
          } catch (HaloUnavailable failure) {
            return new Poll.Failed(resource, failure);
          }
        });
  }

  private Poll read(ConnectionId connection, Resource resource, Instant since) {
    var changes =
        resources.readChanges(connection, resource, since, Source.reread("poll"), Lane.POLL);
    if (changes.gap().isPresent()) {
      return new Poll.Incomplete(resource, changes.gap().get());
    }
    changes.cursor().ifPresent(cursor -> cursors.reached(connection, resource, cursor));
    return new Poll.Read(resource, changes.changed());
  }
}

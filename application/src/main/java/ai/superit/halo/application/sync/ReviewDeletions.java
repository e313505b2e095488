package ai.superit.halo.application.sync;

import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.sync.HeldDeletions.Decided;
import ai.superit.halo.application.sync.HeldDeletions.Decision;
import ai.superit.halo.application.sync.HeldDeletions.Held;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.team.Caller;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Lets a manager see which deletions wait, and decide about them.
public final class ReviewDeletions {
  public sealed interface Outcome {
    /// @param held what was decided about, as it stands now
    record Stored(Held held) implements Outcome {}

    record ConnectionUnknown() implements Outcome {}

    record NothingHeld() implements Outcome {}

    /// @param records how many are held, which is not what was decided about
    record OtherNumber(long records) implements Outcome {}
  }

  private final Connections connections;
  private final HeldDeletions held;
  private final InstantSource clock;

  public ReviewDeletions(Connections connections, HeldDeletions held, InstantSource clock) {
    this.connections = connections;
    this.held = held;
    this.clock = clock;
  }

  /// What is held back of a connection that the caller may see, by resource.
  public List<Held> list(ConnectionId connection) {
    return held.list(connection, clock.instant());
  }

  /// @param records how many the manager saw: fewer or more are not decided about
  /// @param decision not [Decision#AWAITED]
  public Outcome decide(
      Caller manager, ConnectionId connection, Resource resource, long records, Decision decision) {
    if (connections.findLiving(manager.visibility(), connection).isEmpty()) {
      return new Outcome.ConnectionUnknown();
    }
    var decided = new Decided(decision, manager.subject(), clock.instant());
    var stored = held.decide(connection, resource, records, decided);
    var now = find(connection, resource);
    if (now.isEmpty()) {
      return new Outcome.NothingHeld();
    }
    return stored
        ? new Outcome.Stored(now.get())
        : new Outcome.OtherNumber(now.get().found().records());
  }

  private Optional<Held> find(ConnectionId connection, Resource resource) {
    return list(connection).stream().filter(one -> one.resource() == resource).findFirst();
  }
}

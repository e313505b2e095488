package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.ListPosition;
import ai.superit.halo.application.sync.ListPositions;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import java.time.Instant;
import java.util.Optional;

/// Positions of readings.
record InMemoryListPositions(Memory memory) implements ListPositions {
  record Kept(ListPosition position, Connection.Endpoint endpoint, Instant savedAt) {}

  @Override
  public void save(SyncRun run, ListPosition position, Instant now) {
    memory.with(state -> {
      var account = state.accounts.get(run.connection());
      var heard = state.runs.get(run.id());
      if (account != null
          && heard != null
          && heard.run().progress() instanceof SyncRun.Progress.Running) {
        var kept = new Kept(position, account.connection().endpoint(), now);
        state.positions.put(new State.ListKey(run.connection(), run.resource()), kept);
      }
      return true;
    });
  }

  @Override
  public Optional<ListPosition> find(ConnectionId connection, Resource resource, Instant now) {
    return memory.with(state ->
        Optional.ofNullable(state.positions.get(new State.ListKey(connection, resource)))
            .filter(kept -> now.isBefore(kept.savedAt().plus(VALID)))
            .filter(kept ->
                state.accounts.get(connection) instanceof State.Account(var of, _)
                    && of.endpoint().equals(kept.endpoint()))
            .map(Kept::position));
  }

  @Override
  public void forget(ConnectionId connection, Resource resource) {
    memory.with(state -> {
      state.positions.remove(new State.ListKey(connection, resource));
      return true;
    });
  }
}

package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.PollCursors;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import java.time.Instant;
import java.util.Optional;

/// Cursors of polling.
record InMemoryPollCursors(Memory memory) implements PollCursors {
  @Override
  public void reached(ConnectionId connection, Resource resource, Instant cursor) {
    memory.with(state ->
        state.cursors.merge(
            new State.ListKey(connection, resource),
            new State.Cursor(cursor, Instant.EPOCH),
            (before, _) -> before.reaching(cursor)));
  }

  @Override
  public Optional<Instant> find(ConnectionId connection, Resource resource) {
    return memory.with(state ->
        Optional.ofNullable(state.cursors.get(new State.ListKey(connection, resource)))
            .map(State.Cursor::at));
  }

  @Override
  public Optional<Instant> claim(
      ConnectionId connection, Resource resource, Instant now, Instant next) {
    return memory.with(state -> {
      var key = new State.ListKey(connection, resource);
      var cursor = state.cursors.get(key);
      if (cursor == null || cursor.dueAt().isAfter(now)) {
        return Optional.<Instant>empty();
      }
      state.cursors.put(key, new State.Cursor(cursor.at(), next));
      return Optional.of(cursor.at());
    });
  }
}

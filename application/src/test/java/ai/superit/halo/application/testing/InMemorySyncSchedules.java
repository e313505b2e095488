package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.PollChanges;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.application.sync.SyncSchedules;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Schedules, and what they have planned.
record InMemorySyncSchedules(Memory memory) implements SyncSchedules {
  private static final State.Found NEVER = new State.Found(Instant.EPOCH, Instant.EPOCH);

  @Override
  public List<Planned> planned(ConnectionId connection) {
    return memory.with(state ->
        PollChanges.POLLED.stream()
            .map(resource -> planned(state, new State.ListKey(connection, resource)))
            .toList());
  }

  private static Planned planned(State state, State.ListKey key) {
    var delivered =
        state.deliveries.values().stream()
            .filter(delivery -> delivery.incoming().connection().equals(key.connection()))
            .map(delivery -> delivery.incoming().receivedAt())
            .max(Comparator.naturalOrder())
            .orElse(Instant.EPOCH);
    var watched = state.watched.getOrDefault(key.connection(), InMemoryWebhookWatch.Kept.NOTHING);
    var isTold = watched.watched().events().lists().contains(key.resource());
    return new Planned(
        key.resource(),
        Optional.ofNullable(state.schedules.get(key)),
        Optional.ofNullable(state.cursors.get(key)).map(State.Cursor::dueAt),
        Optional.ofNullable(state.comparisons.get(key)),
        isTold && state.found.getOrDefault(key, NEVER).before().isAfter(delivered),
        Optional.ofNullable(state.polls.get(key)));
  }

  @Override
  public void choose(ConnectionId connection, Set<Resource> resources, Schedule schedule) {
    memory.with(state -> {
      for (var resource : resources) {
        var key = new State.ListKey(connection, resource);
        state.schedules.put(key, schedule);
        state.comparisons.remove(key);
        state.cursors.computeIfPresent(
            key, (_, cursor) -> new State.Cursor(cursor.at(), Instant.EPOCH));
      }
      return true;
    });
  }

  @Override
  public boolean claimComparison(
      ConnectionId connection, Resource resource, Instant now, Instant next) {
    return memory.with(state -> {
      var key = new State.ListKey(connection, resource);
      var due = state.comparisons.get(key);
      if (!state.cursors.containsKey(key) || (due != null && due.isAfter(now))) {
        return false;
      }
      state.comparisons.put(key, next);
      if (due != null) {
        SyncSchedules.readTogether(resource)
            .forEach(each -> state.wishes.add(new SyncRuns.Interrupted(connection, each)));
      }
      return due != null;
    });
  }

  @Override
  public void polled(
      ConnectionId connection, Resource resource, Instant at, PollOutcome outcome, String detail) {
    memory.with(state -> {
      var key = new State.ListKey(connection, resource);
      if (state.cursors.containsKey(key)) {
        var before = Optional.ofNullable(state.polls.get(key)).map(LastPoll::troubles).orElse(0L);
        var troubles = outcome == PollOutcome.READ ? 0 : before + 1;
        state.polls.put(key, new LastPoll(at, outcome, detail, troubles));
      }
      return true;
    });
  }

  @Override
  public void found(ConnectionId connection, Resource resource, Instant now) {
    memory.with(state -> {
      var key = new State.ListKey(connection, resource);
      var before = state.found.getOrDefault(key, NEVER).last();
      return Optional.ofNullable(state.found.put(key, new State.Found(now, before)));
    });
  }
}

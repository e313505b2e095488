package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.AwaitingFields;
import ai.superit.halo.application.sync.AwaitingNotes;
import ai.superit.halo.application.sync.Hydration;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// What lists lack.
record InMemoryHydration(Memory memory) implements Hydration {
  record RecordKey(ConnectionId connection, ObjectRef record) {}

  record WorkKey(ConnectionId connection, Work work) {}

  record PutOff(int failures, Instant dueAt) {}

  record Turn(UUID holder, Instant endsAt) {}

  static boolean isPutOff(State state, ConnectionId connection, ObjectRef ref, Instant now) {
    var putOff = state.putOff.get(new RecordKey(connection, ref));
    return putOff != null && putOff.dueAt().isAfter(now);
  }

  @Override
  public List<AwaitingFields> assetsAwaitingFields(
      ConnectionId connection, Instant now, int limit) {
    return memory.with(state ->
        state.assets.entrySet().stream()
            .filter(entry -> entry.getKey().connection().equals(connection))
            .filter(entry -> !entry.getValue().deleted())
            .filter(entry -> state.fieldsUnread.contains(entry.getKey()))
            .map(entry -> entry.getValue().value())
            .filter(asset -> !isPutOff(state, connection, ref(asset.id()), now))
            .sorted(
                Comparator.comparing(Asset::updatedAt)
                    .thenComparingLong(asset -> asset.id().value())
                    .reversed())
            .limit(limit)
            .map(asset -> new AwaitingFields(asset.id(), asset.updatedAt()))
            .toList());
  }

  @Override
  public List<AwaitingNotes> ticketsDue(
      ConnectionId connection, Instant changedSince, Instant now, int limit) {
    return memory.with(state ->
        InMemoryMirror.awaiting(state, connection, changedSince)
            .filter(due -> !isPutOff(state, connection, ref(due.ticket()), now))
            .limit(limit)
            .toList());
  }

  @Override
  public long callsAwaited(ConnectionId connection, Instant changedSince) {
    return memory.with(state ->
        InMemoryMirror.awaiting(state, connection, changedSince)
            .mapToLong(awaiting -> (awaiting.page() ? 1 : 0) + (awaiting.notes() ? 1 : 0))
            .sum());
  }

  private static ObjectRef ref(TicketId ticket) {
    return new ObjectRef(ObjectRef.Kind.TICKET, ticket.value());
  }

  private static ObjectRef ref(AssetId asset) {
    return new ObjectRef(ObjectRef.Kind.ASSET, asset.value());
  }

  /// What a batch of assets brought of fields.
  static void follow(State state, ConnectionId connection, List<Asset> batch, Set<Long> written) {
    for (var asset : batch) {
      var key = new Key<>(connection, asset.id());
      var row = state.assets.get(key);
      if (row == null || asset.updatedAt().compareTo(row.value().updatedAt()) < 0) {
        continue;
      }
      if (asset.kind().fields() instanceof Asset.Fields.Read) {
        state.fieldsUnread.remove(key);
      } else if (written.contains(asset.id().value())) {
        state.fieldsUnread.add(key);
      }
    }
  }

  @Override
  public void putOff(ConnectionId connection, Set<ObjectRef> records, Instant now) {
    memory.with(state -> {
      for (var ref : records) {
        state.putOff.compute(
            new RecordKey(connection, ref),
            (_, before) -> {
              var failures = before == null ? 0 : before.failures();
              var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 30));
              var least = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
              return new PutOff(failures + 1, now.plus(least));
            });
      }
      return true;
    });
  }

  @Override
  public void settle(ConnectionId connection, Set<ObjectRef> records) {
    memory.with(state -> {
      records.forEach(ref -> state.putOff.remove(new RecordKey(connection, ref)));
      return true;
    });
  }

  @Override
  public boolean takeTurn(
      ConnectionId connection, Work work, UUID holder, Instant now, Duration atMost) {
    return memory.with(state -> {
      var key = new WorkKey(connection, work);
      var turn = state.turns.get(key);
      if (turn != null && !turn.holder().equals(holder) && turn.endsAt().isAfter(now)) {
        return false;
      }
      state.turns.put(key, new Turn(holder, now.plus(atMost)));
      return true;
    });
  }

  @Override
  public void endTurn(ConnectionId connection, Work work, UUID holder) {
    memory.with(state ->
        state
            .turns
            .entrySet()
            .removeIf(entry ->
                entry.getKey().equals(new WorkKey(connection, work))
                    && entry.getValue().holder().equals(holder)));
  }
}

package ai.superit.halo.application.testing;

import static java.nio.charset.StandardCharsets.UTF_16;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.sync.RejectedRow;
import ai.superit.halo.application.sync.RejectedRows;
import ai.superit.halo.application.sync.RetryRejectedRows;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The rows that runs have rejected.
record InMemoryRejectedRows(Memory memory) implements RejectedRows {
  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::firstSeenAt)
          .thenComparing(position -> position.id().resource().name())
          .thenComparing(position -> position.id().digest())
          .reversed();

  void reject(ConnectionId connection, Resource resource, List<RejectedRow> rows, Instant now) {
    memory.with(state -> {
      for (var row : rows) {
        var key = new State.RejectionKey(connection, resource, row.key(), row.raw());
        var kept = new Kept(new Id(resource, digest(row)), storable(row), now, now);
        state.rejections.merge(
            key,
            kept,
            (old, again) -> new Kept(old.id(), again.row(), old.firstSeenAt(), again.lastSeenAt()));
      }
      return rows.size();
    });
  }

  @Override
  public Slice<Kept> list(
      ConnectionId connection, Optional<Resource> resource, PageArgs<Position> page) {
    return memory.with(
        state -> Slices.slice(of(state, connection, resource), Kept::position, ORDER, page));
  }

  @Override
  public long count(ConnectionId connection, Optional<Resource> resource) {
    return memory.with(state -> of(state, connection, resource).count());
  }

  @Override
  public List<Kept> find(ConnectionId connection, Set<Id> ids) {
    return memory.with(state ->
        of(state, connection, Optional.empty()).filter(kept -> ids.contains(kept.id())).toList());
  }

  @Override
  public List<Kept> longestUnseen(ConnectionId connection, Resource resource, int limit) {
    return memory.with(state ->
        of(state, connection, Optional.of(resource))
            .filter(kept -> RetryRejectedRows.number(kept.row()).isPresent())
            .sorted(Comparator.comparing(Kept::lastSeenAt))
            .limit(limit)
            .toList());
  }

  @Override
  public void refused(ConnectionId connection, Id id, String reason, Instant now) {
    memory.with(state -> {
      state.rejections.replaceAll((key, kept) -> {
        var row = new RejectedRow(kept.row().key(), reason, kept.row().raw());
        return key.connection().equals(connection) && kept.id().equals(id)
            ? new Kept(id, row, kept.firstSeenAt(), now)
            : kept;
      });
      return id;
    });
  }

  @Override
  public void settled(ConnectionId connection, Resource resource, String key) {
    remove(connection, resource, kept -> kept.row().key().equals(key));
  }

  @Override
  public void settledBefore(ConnectionId connection, Resource resource, Instant seenBefore) {
    remove(connection, resource, kept -> kept.lastSeenAt().isBefore(seenBefore));
  }

  private void remove(ConnectionId connection, Resource resource, Predicate<Kept> which) {
    memory.with(state ->
        state
            .rejections
            .entrySet()
            .removeIf(row ->
                row.getKey().connection().equals(connection)
                    && row.getKey().resource() == resource
                    && which.test(row.getValue())));
  }

  private static Stream<Kept> of(
      State state, ConnectionId connection, Optional<Resource> resource) {
    return state.rejections.entrySet().stream()
        .filter(row -> row.getKey().connection().equals(connection))
        .filter(row -> resource.map(row.getKey().resource()::equals).orElse(true))
        .map(row -> row.getValue());
  }

  private static RejectedRow storable(RejectedRow row) {
    return new RejectedRow(
        StorableText.of(row.key()), StorableText.of(row.reason()), StorableText.of(row.raw()));
  }

  private static String digest(RejectedRow row) {
    return UUID.nameUUIDFromBytes((row.key() + '\0' + row.raw()).getBytes(UTF_16))
        .toString()
        .replace("-", "");
  }
}

package ai.superit.halo.application.testing;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.sync.SyncHistory;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.SyncRun;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The runs of the past.
record InMemorySyncHistory(Memory memory) implements SyncHistory {
  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::startedAt)
          .thenComparing(position -> position.run().toString())
          .reversed();

  @Override
  public Slice<SyncRun> list(ConnectionId connection, Filter filter, PageArgs<Position> page) {
    return memory.with(
        state -> Slices.slice(filtered(state, connection, filter), Position::of, ORDER, page));
  }

  @Override
  public long count(ConnectionId connection, Filter filter) {
    return memory.with(state -> filtered(state, connection, filter).count());
  }

  private static Stream<SyncRun> filtered(State state, ConnectionId connection, Filter filter) {
    return state.runs.values().stream()
        .map(State.Heard::run)
        .filter(run -> run.connection().equals(connection))
        .filter(run -> filter.resource().stream().allMatch(run.resource()::equals))
        .filter(run -> filter.mode().stream().allMatch(run.mode()::equals))
        .filter(run ->
            filter.state().stream().allMatch(SyncHistory.RunState.of(run.progress())::equals))
        .filter(run -> filter.since().stream().noneMatch(run.startedAt()::isBefore))
        .filter(run -> filter.until().stream().allMatch(run.startedAt()::isBefore));
  }

  @Override
  public Slice<Written> written(SyncRun run, Wanted wanted, PageArgs<Long> page) {
    return memory.with(state -> {
      var written =
          switch (run.resource()) {
            case CLIENTS -> written(state.clients, id -> id.value(), run);
            case SITES -> written(state.sites, id -> id.value(), run);
            case CONTACTS -> written(state.contacts, id -> id.value(), run);
            case ASSETS -> written(state.assets, id -> id.value(), run);
            case TICKETS -> written(state.tickets, id -> id.value(), run);
            case INVOICES -> written(state.invoices, id -> id.value(), run);
            case LOOKUPS, NOTES ->
                throw new IllegalArgumentException(run.resource() + " have no ids of their own");
          };
      return Slices.slice(
          written.filter(wanted::takes), Written::id, Comparator.<Long>naturalOrder(), page);
    });
  }

  private static <I, T> Stream<Written> written(
      Map<Key<I>, State.Row<T>> rows, ToLongFunction<I> id, SyncRun run) {
    return rows.entrySet().stream()
        .filter(row -> row.getKey().connection().equals(run.connection()))
        .filter(row -> row.getValue().source().equals(Source.run(run.id())))
        .map(row -> new Written(id.applyAsLong(row.getKey().id()), row.getValue().deleted()));
  }

  @Override
  public List<Rejections> rejections(SyncRun run, int limit) {
    return memory.with(state ->
        state.rejections.entrySet().stream()
            .filter(row -> row.getKey().connection().equals(run.connection()))
            .filter(row -> row.getKey().resource() == run.resource())
            .map(Map.Entry::getValue)
            .filter(kept -> !kept.lastSeenAt().isBefore(run.startedAt()))
            .filter(kept -> run.progress().end().stream().noneMatch(kept.lastSeenAt()::isAfter))
            .collect(Collectors.groupingBy(kept -> kept.row().reason(), Collectors.counting()))
            .entrySet()
            .stream()
            .map(found -> new Rejections(found.getKey(), found.getValue()))
            .sorted(
                Comparator.comparingLong(Rejections::rows)
                    .reversed()
                    .thenComparing(Rejections::reason))
            .limit(limit)
            .toList());
  }

  @Override
  public long forgetBefore(Instant moment) {
    return memory.with(state -> {
      var old =
          state.runs.values().stream()
              .map(State.Heard::run)
              .filter(run -> run.startedAt().isBefore(moment))
              .filter(run -> run.progress().end().isPresent())
              .filter(
                  run -> state.runs.values().stream().anyMatch(heard -> follows(heard.run(), run)))
              .filter(run ->
                  state.compared.values().stream()
                      .noneMatch(kept -> kept.report().run().equals(run.id())))
              .map(SyncRun::id)
              .toList();
      old.forEach(state.runs::remove);
      return (long) old.size();
    });
  }

  /// Whether nobody needs the old run for the sake of this one.
  private static boolean follows(SyncRun run, SyncRun old) {
    return run.connection().equals(old.connection())
        && run.resource() == old.resource()
        && run.mode() == old.mode()
        && ORDER.compare(Position.of(run), Position.of(old)) < 0
        && (isComplete(run) || !isComplete(old));
  }

  private static boolean isComplete(SyncRun run) {
    return run.progress() instanceof SyncRun.Progress.Complete;
  }
}

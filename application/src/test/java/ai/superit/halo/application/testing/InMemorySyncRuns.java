package ai.superit.halo.application.testing;

import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.application.sync.RejectedRow;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs and the rows that they rejected.
record InMemorySyncRuns(Memory memory) implements SyncRuns {
  @Override
  public Optional<SyncRun> begin(
      ConnectionId connection, Resource resource, SyncMode mode, Instant now) {
    return memory.with(state -> {
      var running =
          state.runs.values().stream()
              .filter(heard -> isRunning(heard.run()))
              .filter(heard -> heard.run().connection().equals(connection))
              .filter(heard -> heard.run().resource() == resource)
              .findFirst();
      if (running.isPresent()) {
        var heard = running.get();
        if (!isSilent(heard)) {
          return Optional.<SyncRun>empty();
        }
        var dead = new SyncRun.Progress.Failed(now, SILENT);
        store(state, heard.run().ended(dead));
      }
      var run = SyncRun.begun(connection, resource, mode, now);
      store(state, run);
      memory.changed(connection, ChangeNotices.Listener::runsChanged);
      return Optional.of(run);
    });
  }

  @Override
  public boolean progress(SyncRun run, Instant now) {
    return memory.with(state -> {
      memory.changed(run.connection(), ChangeNotices.Listener::runsChanged);
      return storeIfRunning(state, run);
    });
  }

  @Override
  public void reject(
      ConnectionId connection, Resource resource, List<RejectedRow> rows, Instant now) {
    new InMemoryRejectedRows(memory).reject(connection, resource, rows, now);
  }

  /// The audit log in memory has only what its contract asks for.
  @Override
  public void rereading(ConnectionId connection, Resource resource, List<Long> ids) {}

  @Override
  public void end(SyncRun run) {
    memory.with(state -> {
      var ended = storeIfRunning(state, run);
      var isOutdated = chosenAt(state, run).filter(run.startedAt()::isBefore).isPresent();
      if (ended && !SyncRuns.isBrokenOff(run) && !isOutdated) {
        state.wishes.remove(new Interrupted(run.connection(), run.resource(), run.mode()));
      }
      memory.changed(run.connection(), ChangeNotices.Listener::runsChanged);
      if (ended
          && run.mode() == SyncMode.FULL
          && run.progress() instanceof SyncRun.Progress.Complete) {
        new InMemoryRejectedRows(memory)
            .settledBefore(run.connection(), run.resource(), run.startedAt());
      }
      return ended;
    });
  }

  @Override
  public void wish(ConnectionId connection, Set<Resource> resources, SyncMode mode, Instant now) {
    memory.with(state ->
        resources.stream()
            .map(resource -> new Interrupted(connection, resource, mode))
            .filter(state.wishes::add)
            .count());
  }

  @Override
  public Set<Resource> wishes(ConnectionId connection, SyncMode mode) {
    return memory.with(state ->
        state.wishes.stream()
            .filter(wish -> wish.connection().equals(connection) && wish.mode() == mode)
            .map(Interrupted::resource)
            .collect(Collectors.toSet()));
  }

  @Override
  public List<SyncRun> latest(ConnectionId connection, SyncMode mode) {
    return memory.with(state ->
        Stream.of(Resource.values())
            .flatMap(resource ->
                newest(runs(state, connection, resource).filter(run -> run.mode() == mode))
                    .map(run -> SyncRuns.counting(run, chosenAt(state, run)))
                    .stream())
            .toList());
  }

  @Override
  public Optional<Instant> lastCompleteStart(ConnectionId connection, Resource resource) {
    return memory.with(state ->
        newest(
                runs(state, connection, resource)
                    .filter(run -> run.mode() == SyncMode.FULL)
                    .map(run -> SyncRuns.counting(run, chosenAt(state, run)))
                    .filter(run -> run.progress() instanceof SyncRun.Progress.Complete))
            .map(SyncRun::startedAt));
  }

  @Override
  public List<Interrupted> interrupted() {
    return memory.with(state -> {
      var newest =
          state.runs.values().stream()
              .collect(
                  Collectors.toMap(
                      heard ->
                          new Interrupted(
                              heard.run().connection(), heard.run().resource(), heard.run().mode()),
                      heard -> heard,
                      BinaryOperator.maxBy(
                          Comparator.comparing(heard -> heard.run().startedAt()))));
      var wished = state.wishes.stream();
      var brokenOff =
          newest.entrySet().stream()
              .filter(run -> isInterrupted(run.getValue()))
              .map(Map.Entry::getKey);
      var busy =
          state.runs.values().stream()
              .filter(heard -> isRunning(heard.run()) && !isSilent(heard))
              .map(heard -> strand(heard.run().connection(), heard.run().resource()))
              .collect(Collectors.toSet());
      return Stream.concat(wished, brokenOff)
          .distinct()
          .filter(waiting -> !busy.contains(strand(waiting.connection(), waiting.resource())))
          .toList();
    });
  }

  /// What of a connection runs one after the other.
  private static List<Object> strand(ConnectionId connection, Resource resource) {
    return List.of(connection, resource == Resource.NOTES);
  }

  private boolean isInterrupted(State.Heard heard) {
    return switch (heard.run().progress()) {
      case SyncRun.Progress.Running _ -> isSilent(heard);
      case SyncRun.Progress.Failed(_, var reason) -> CARRIED_ON.contains(reason);
      case SyncRun.Progress.Complete _, SyncRun.Progress.Incomplete _ -> false;
    };
  }

  private boolean isSilent(State.Heard heard) {
    return !memory.clock().instant().isBefore(heard.at().plus(SyncRunsContract.LEASE));
  }

  @Override
  public Optional<SyncRun> find(ConnectionId connection, UUID run) {
    return memory.with(state ->
        Optional.ofNullable(state.runs.get(run))
            .map(State.Heard::run)
            .filter(found -> found.connection().equals(connection)));
  }

  private static Optional<Instant> chosenAt(State state, SyncRun run) {
    return InMemorySyncScopes.chosenAt(state, run.connection(), run.resource());
  }

  private static Stream<SyncRun> runs(State state, ConnectionId connection, Resource resource) {
    return state.runs.values().stream()
        .map(State.Heard::run)
        .filter(run -> run.connection().equals(connection) && run.resource() == resource);
  }

  private static Optional<SyncRun> newest(Stream<SyncRun> runs) {
    return runs.max(Comparator.comparing(SyncRun::startedAt));
  }

  /// A run that was taken for dead stays so, even if it lives.
  private boolean storeIfRunning(State state, SyncRun run) {
    var stored = state.runs.get(run.id());
    var running = stored != null && isRunning(stored.run());
    if (running) {
      store(state, run);
    }
    return running;
  }

  private void store(State state, SyncRun run) {
    state.runs.put(run.id(), new State.Heard(run, memory.clock().instant()));
  }

  private static boolean isRunning(SyncRun run) {
    return run.progress() instanceof SyncRun.Progress.Running;
  }
}

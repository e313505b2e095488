package ai.superit.halo.graphql;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.sync.Comparisons;
import ai.superit.halo.application.sync.PollChanges;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.sync.Tally;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// Synchronisation runs.
final class SyncGraphql {
  private static final String EMPTY = "is empty: name at least one";

  private SyncGraphql() {}

  static void wire(Wiring wiring) {
    wiring.mutation("startSync", SyncGraphql::start);
    wiring
        .type("StartSyncPayload", Payload.class)
        .read("resources", SyncGraphql::started)
        .read("userErrors", payload -> payload.userErrors());
    wiring
        .type("SyncRun", SyncRun.class)
        .read("id", run -> new GlobalId.OfRun(run.connection(), run.id()).encoded())
        .read("connectionId", run -> new GlobalId.OfConnection(run.connection()).encoded())
        .read("resource", SyncRun::resource)
        .read("mode", SyncRun::mode)
        .read("state", run -> state(run.progress()))
        .read("gap", run -> gap(run.progress()))
        .read("tally", SyncRun::tally)
        .read("share", SyncRun::share)
        .read("calls", run -> Math.toIntExact(run.effort().calls()))
        .read("startedAt", SyncRun::startedAt)
        .read("predictedFinish", run -> run.effort().predictedFinish())
        .read("endedAt", run -> run.progress().end());
    wireTally(wiring);
  }

  static Optional<SyncRun> find(Session session, GlobalId.OfRun id) {
    if (session.connection(id.connection()) == null) {
      return Optional.empty();
    }
    session.countNestedList();
    return session.oversight().runs().find(id.connection(), id.run());
  }

  private static Payload<List<String>> start(Session session, Arguments given) {
    var wanted = EnumSet.noneOf(Resource.class);
    given.list("resources").forEach(name -> wanted.add(Resource.valueOf((String) name)));
    var mode = given.choice("mode", SyncMode.class);
    switch (mode) {
      case FULL -> {}
      case INCREMENTAL -> wanted.retainAll(PollChanges.POLLED);
      case COMPARE -> wanted.retainAll(Comparisons.COMPARED);
    }
    if (wanted.isEmpty()) {
      var message = given.list("resources").isEmpty() ? EMPTY : noneIn(mode);
      var problem = new Problem("resources", Problem.Code.INVALID, message);
      return Payload.rejected(List.of(problem));
    }
    return ConnectionGraphql.findLiving(session, given.requiredText("connectionId"))
        .map(connection ->
            refusal(session, connection)
                .map(problem -> Payload.<List<String>>rejected(List.of(problem)))
                .orElseGet(() -> {
                  session.useCases().syncStarter().start(connection.id(), wanted, mode);
                  return Payload.of(wanted.stream().map(Enum::name).toList());
                }))
        .orElseGet(Payload::unknownConnection);
  }

  private static String noneIn(SyncMode mode) {
    return mode == SyncMode.INCREMENTAL
        ? "names none of %s: HaloPSA does not tell which names, notes or invoices have changed; read them in the mode FULL"
            .formatted(PollChanges.POLLED)
        : "names none of %s: names and notes are only read in the mode FULL"
            .formatted(Comparisons.COMPARED);
  }

  /// Why no run over the connection may be asked for: it is paused, or the last test of it, or of
  /// what came after, found something that has to be mended first.
  static Optional<Problem> refusal(Session session, Connection connection) {
    if (session.scheduling().pauses().pausedSince(connection.id()).isPresent()) {
      return Optional.of(conflict("is paused: call `resumeSync` first, then start again"));
    }
    return switch (connection.status().state()) {
      case CONNECTED -> Optional.empty();
      case DELETING -> Optional.of(conflict("is being deleted"));
      case NEW ->
          Optional.of(
              conflict("was not tested yet: call `testHaloConnection`, and start when it passes"));
      case NEEDS_AUTHORIZATION ->
          Optional.of(
              conflict("awaits its authorisation: call `startAuthorization`, and start after it"));
      case UNAUTHORIZED, FAILED ->
          Optional.of(
              conflict(
                  "did not pass its last test: mend what `status` says, call"
                      + " `testHaloConnection`, and start when it passes"));
    };
  }

  private static Problem conflict(String message) {
    return new Problem("connectionId", Problem.Code.CONFLICT, message);
  }

  private static Object started(Payload<?> payload) {
    return payload.result().isPresent() ? payload.result().get() : List.of();
  }

  private static String state(Progress progress) {
    return switch (progress) {
      case Progress.Running _ -> "RUNNING";
      case Progress.Complete _ -> "COMPLETE";
      case Progress.Incomplete _ -> "SHORT";
      case Progress.Failed _ -> "FAILED";
    };
  }

  private static Optional<String> gap(Progress progress) {
    return switch (progress) {
      case Progress.Running _, Progress.Complete _ -> Optional.empty();
      case Progress.Incomplete incomplete -> Optional.of(incomplete.gap());
      case Progress.Failed failed -> Optional.of(failed.reason());
    };
  }

  private static void wireTally(Wiring wiring) {
    var tally = wiring.type("SyncTally", Tally.class);
    count(tally, "expected", Tally::expected);
    count(tally, "received", Tally::received);
    count(tally, "distinct", Tally::distinct);
    count(tally, "created", Tally::created);
    count(tally, "updated", Tally::updated);
    count(tally, "unchanged", Tally::unchanged);
    count(tally, "rejected", Tally::rejected);
    count(tally, "deleted", Tally::deleted);
    count(tally, "outOfScope", Tally::outOfScope);
  }

  private static void count(Wiring.Type<Tally> tally, String field, ToLongFunction<Tally> count) {
    tally.read(field, of -> Math.toIntExact(count.applyAsLong(of)));
  }
}

package ai.superit.halo.graphql;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.sync.PollChanges;
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
    if (mode != SyncMode.FULL) {
      wanted.retainAll(PollChanges.POLLED);
    }
    if (wanted.isEmpty()) {
      var message =
          given.list("resources").isEmpty()
              ? "is empty: name at least one"
              : "names none of " + PollChanges.POLLED + ": the others are only read whole";
      var problem = new Problem("resources", Problem.Code.INVALID, message);
      return Payload.rejected(List.of(problem));
    }
    return ConnectionGraphql.find(session, given.requiredText("connectionId"))
        .map(connection -> {
          if (session.scheduling().pauses().pausedSince(connection.id()).isPresent()) {
            return SyncGraphql.<List<String>>paused();
          }
          session.useCases().syncStarter().start(connection.id(), wanted, mode);
          return Payload.of(wanted.stream().map(Enum::name).toList());
        })
        .orElseGet(Payload::unknownConnection);
  }

  static <R> Payload<R> paused() {
    return Payload.rejected(
        List.of(
            new Problem(
                "connectionId",
                Problem.Code.CONFLICT,
                "is paused: call `resumeSync` first, then start again")));
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

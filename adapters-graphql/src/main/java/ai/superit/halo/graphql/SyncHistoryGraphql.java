package ai.superit.halo.graphql;

import ai.superit.halo.application.sync.SyncHistory;
import ai.superit.halo.application.sync.SyncHistory.Filter;
import ai.superit.halo.application.sync.SyncHistory.Position;
import ai.superit.halo.application.sync.SyncHistory.Rejections;
import ai.superit.halo.application.sync.SyncHistory.RunState;
import ai.superit.halo.application.sync.SyncHistory.Wanted;
import ai.superit.halo.application.sync.SyncHistory.Written;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The runs of the past, and what is still known of each.
final class SyncHistoryGraphql {
  private static final int MAX_REASONS = 20;

  private record Shown(GlobalId.Kind kind, ConnectionId connection, Written record) {
    String id() {
      return new GlobalId.OfRecord(kind, connection, record.id()).encoded();
    }
  }

  private SyncHistoryGraphql() {}

  static void wire(Wiring wiring) {
    wiring.query("syncRuns", SyncHistoryGraphql::list);
    ConnectionPage.wire(wiring, "SyncRun", true);
    wiring
        .type("SyncRun", SyncRun.class)
        .fetch("records", (run, given) -> records(given.session(), given, run))
        .fetch("rejections", (run, given) -> rejections(given.session(), run))
        .fetch("heldDeletions", (run, given) -> HeldDeletionsGraphql.heldBy(given.session(), run));
    wiring
        .type("SyncRunRecord", Shown.class)
        .read("id", Shown::id)
        .read("number", shown -> Math.toIntExact(shown.record().id()))
        .read("outcome", shown -> shown.record().deleted() ? "DELETED" : "STORED");
    ConnectionPage.wire(wiring, "SyncRunRecord", false);
    wiring
        .type("SyncRunRejections", Rejections.class)
        .read("reason", Rejections::reason)
        .read("rows", rejections -> Math.toIntExact(rejections.rows()));
  }

  private static Optional<ConnectionPage<SyncRun, Position>> list(
      Session session, Arguments given) {
    return ConnectionGraphql.find(session, given.requiredText("connectionId"))
        .map(Connection::id)
        .map(connection -> list(session, given, connection));
  }

  private static ConnectionPage<SyncRun, Position> list(
      Session session, Arguments given, ConnectionId connection) {
    var history = history(session);
    var filter =
        new Filter(
            given.text("resource").map(Resource::valueOf),
            given.text("mode").map(SyncMode::valueOf),
            given.text("state").map(SyncHistoryGraphql::state),
            given.instant("since"),
            given.instant("until"));
    var shape =
        new ConnectionPage.Shape<SyncRun, Position>(
            new Cursors<>(
                session.visibility(), () -> "runs " + connection + " " + filter, Positions.RUN),
            Position::of,
            () -> history.count(connection, filter));
    var page = given.page(shape.cursors());
    return ConnectionPage.of(
        shape, page, history.list(connection, filter, page), Function.identity());
  }

  private static RunState state(String state) {
    return state.equals("SHORT") ? RunState.INCOMPLETE : RunState.valueOf(state);
  }

  private static Optional<ConnectionPage<Shown, Long>> records(
      Session session, Arguments given, SyncRun run) {
    var wanted = given.text("outcome").map(Wanted::valueOf).orElse(Wanted.ALL);
    return GlobalId.Kind.of(run.resource())
        .map(kind -> {
          session.countNestedList();
          var shape =
              new ConnectionPage.Shape<Shown, Long>(
                  new Cursors<>(
                      session.visibility(),
                      () -> "records of run " + run.id() + " " + wanted,
                      Positions.NUMBER),
                  shown -> shown.record().id(),
                  () -> 0);
          var page = given.page(shape.cursors());
          return ConnectionPage.of(
              shape,
              page,
              history(session).written(run, wanted, page),
              rows -> rows.stream().map(row -> new Shown(kind, run.connection(), row)).toList());
        });
  }

  private static List<Rejections> rejections(Session session, SyncRun run) {
    session.countNestedList();
    return history(session).rejections(run, MAX_REASONS);
  }

  private static SyncHistory history(Session session) {
    return session.oversight().history();
  }
}

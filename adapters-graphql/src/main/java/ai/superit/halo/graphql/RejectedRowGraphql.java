package ai.superit.halo.graphql;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.sync.RejectedRows;
import ai.superit.halo.application.sync.RejectedRows.Kept;
import ai.superit.halo.application.sync.RejectedRows.Position;
import ai.superit.halo.application.sync.RetryRejectedRows;
import ai.superit.halo.application.sync.RetryRejectedRows.Outcome;
import ai.superit.halo.application.sync.RetryRejectedRows.Selection;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Rows that could not be read or stored.
final class RejectedRowGraphql {
  static final int MAX_RAW = 2_000;

  /// A kept row with the connection that it belongs to.
  record Shown(ConnectionId connection, Kept kept) {
    String raw() {
      var raw = kept.row().raw();
      return raw.length() <= MAX_RAW ? raw : raw.substring(0, end(raw));
    }

    boolean rawCut() {
      return kept.row().raw().length() > MAX_RAW;
    }

    private static int end(String raw) {
      return Character.isHighSurrogate(raw.charAt(MAX_RAW - 1)) ? MAX_RAW - 1 : MAX_RAW;
    }
  }

  private record Tried(long settled, List<Shown> refused) {}

  private RejectedRowGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .query("rejectedRows", RejectedRowGraphql::list)
        .mutation(
            "retryRejectedRows", (session, given) -> Payload.calling(() -> retry(session, given)));
    ConnectionPage.wire(wiring, "RejectedRow", true);
    wiring
        .type("RejectedRow", Shown.class)
        .read("id", row -> new GlobalId.OfRejectedRow(row.connection(), row.kept().id()).encoded())
        .read("resource", row -> row.kept().id().resource())
        .read("key", row -> row.kept().row().key())
        .read("reason", row -> row.kept().row().reason())
        .read("raw", Shown::raw)
        .read("rawCut", Shown::rawCut)
        .read("firstSeenAt", row -> row.kept().firstSeenAt())
        .read("lastSeenAt", row -> row.kept().lastSeenAt());
    wiring
        .type("RetryRejectedRowsPayload", Payload.class)
        .read("settled", payload -> tried(payload).map(done -> (int) done.settled()).orElse(0))
        .read("refused", payload -> tried(payload).map(Tried::refused).orElse(List.of()))
        .read("userErrors", payload -> payload.userErrors());
  }

  static Optional<Shown> find(Session session, GlobalId.OfRejectedRow id) {
    if (session.connection(id.connection()) == null) {
      return Optional.empty();
    }
    session.countNestedList();
    return session.oversight().rejected().find(id.connection(), Set.of(id.id())).stream()
        .map(kept -> new Shown(id.connection(), kept))
        .findFirst();
  }

  private static Optional<ConnectionPage<Shown, Position>> list(Session session, Arguments given) {
    return ConnectionGraphql.find(session, given.requiredText("connectionId"))
        .map(Connection::id)
        .map(connection -> list(session, given, connection));
  }

  private static ConnectionPage<Shown, Position> list(
      Session session, Arguments given, ConnectionId connection) {
    var rows = session.oversight().rejected();
    var resource = resource(given);
    var shape =
        new ConnectionPage.Shape<Shown, Position>(
            new Cursors<>(
                session.visibility(),
                () -> "rejected rows " + connection + " " + resource,
                Positions.REJECTED_ROW),
            shown -> shown.kept().position(),
            () -> rows.count(connection, resource));
    var page = given.page(shape.cursors());
    return ConnectionPage.of(
        shape, page, rows.list(connection, resource, page), kept -> shown(connection, kept));
  }

  private static Payload<Tried> retry(Session session, Arguments given) {
    var connection = GlobalId.connection(given.requiredText("connectionId"));
    if (connection.isEmpty()) {
      return Payload.unknownConnection();
    }
    var resource = resource(given);
    if (given.given("ids") == resource.isPresent()) {
      return invalid("or `resource` is needed, and only one of them");
    }
    var selection =
        resource
            .<Optional<Selection>>map(wanted -> Optional.of(new Selection.Of(wanted)))
            .orElseGet(() -> rows(given, connection.get()));
    return selection
        .map(wanted -> retry(session, connection.get(), wanted))
        .orElseGet(() ->
            invalid(
                "must be 1 to %d ids of rejected rows of this connection"
                    .formatted(RetryRejectedRows.MOST)));
  }

  private static Payload<Tried> retry(
      Session session, ConnectionId connection, Selection selection) {
    return switch (session
        .useCases()
        .retryRejectedRows()
        .retry(session.caller(), connection, selection)) {
      case Outcome.Tried(var settled, var refused) ->
          Payload.of(new Tried(settled, shown(connection, refused)));
      case Outcome.ConnectionUnknown() -> Payload.unknownConnection();
    };
  }

  private static Optional<Selection> rows(Arguments given, ConnectionId connection) {
    var texts = given.list("ids");
    var ids = new LinkedHashSet<RejectedRows.Id>();
    for (var text : texts) {
      if (GlobalId.parse((String) text).orElse(null)
              instanceof GlobalId.OfRejectedRow(var of, var id)
          && of.equals(connection)) {
        ids.add(id);
      } else {
        return Optional.empty();
      }
    }
    return ids.isEmpty() || ids.size() > RetryRejectedRows.MOST
        ? Optional.empty()
        : Optional.of(new Selection.Rows(ids));
  }

  private static Payload<Tried> invalid(String message) {
    return Payload.rejected(List.of(new Problem("ids", Problem.Code.INVALID, message)));
  }

  private static Optional<Resource> resource(Arguments given) {
    return given.text("resource").map(Resource::valueOf);
  }

  private static List<Shown> shown(ConnectionId connection, List<Kept> rows) {
    return rows.stream().map(kept -> new Shown(connection, kept)).toList();
  }

  private static Optional<Tried> tried(Payload<?> payload) {
    return payload.result().map(Tried.class::cast);
  }
}

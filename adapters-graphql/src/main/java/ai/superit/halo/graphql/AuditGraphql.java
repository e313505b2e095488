package ai.superit.halo.graphql;

import ai.superit.halo.application.Slice;
import ai.superit.halo.application.audit.Actor;
import ai.superit.halo.application.audit.AuditEntry;
import ai.superit.halo.application.audit.AuditLog;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Who changed what.
final class AuditGraphql {
  private static final int MAX_TEXT = 200;

  private AuditGraphql() {}

  static void wire(Wiring wiring) {
    wiring.query("auditEntries", AuditGraphql::list);
    wiring
        .type("AuditEntry", AuditEntry.class)
        .read("id", entry -> Long.toString(entry.number()))
        .read("at", AuditEntry::at)
        .read(
            "connectionId",
            entry -> entry.connection().map(id -> new GlobalId.OfConnection(id).encoded()))
        .read("subject", entry -> entry.actor().map(Actor::subject))
        .read("role", entry -> entry.actor().map(actor -> actor.role().name()).orElse("SYSTEM"))
        .read("action", entry -> entry.actor().map(Actor::action))
        .read("thing", AuditEntry::thing)
        .read("before", entry -> entry.content().before())
        .read("after", entry -> entry.content().after());
    ConnectionPage.wire(wiring, "AuditEntry", true);
  }

  private static ConnectionPage<AuditEntry, Long> list(Session session, Arguments given) {
    var log = session.audit();
    var filter = filter(given);
    var shape =
        new ConnectionPage.Shape<>(
            new Cursors<>(session.visibility(), () -> "audit " + filter, Positions.NUMBER),
            AuditEntry::number,
            () -> filter.map(wanted -> log.count(session.visibility(), wanted)).orElse(0L));
    var page = given.page(shape.cursors());
    var slice =
        filter
            .map(wanted -> log.list(session.visibility(), wanted, page))
            .orElseGet(() -> new Slice<AuditEntry>(List.of(), false));
    return ConnectionPage.of(shape, page, slice, Function.identity());
  }

  /// Empty if it asks for what cannot be a connection. One that was removed still counts.
  private static Optional<AuditLog.Filter> filter(Arguments given) {
    var asked = given.text("connectionId");
    var connection = asked.flatMap(GlobalId::connection);
    if (asked.isPresent() && connection.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new AuditLog.Filter(
            connection,
            given.search("subject", MAX_TEXT),
            given.search("action", MAX_TEXT),
            given.text("thing").map(AuditEntry.Thing::valueOf),
            given.instant("from"),
            given.instant("to")));
  }
}

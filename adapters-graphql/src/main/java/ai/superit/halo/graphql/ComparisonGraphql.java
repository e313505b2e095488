package ai.superit.halo.graphql;

import ai.superit.halo.application.sync.Comparisons;
import ai.superit.halo.application.sync.Comparisons.Listed;
import ai.superit.halo.application.sync.Comparisons.Report;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.SyncRun;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// How the mirror differs from Halo.
final class ComparisonGraphql {
  /// A report with the connection that it belongs to.
  private record Shown(ConnectionId connection, Report report) {}

  private ComparisonGraphql() {}

  static void wire(Wiring wiring) {
    wiring.query("comparisons", ComparisonGraphql::list);
    var comparison = wiring.type("Comparison", Shown.class);
    comparison
        .read("resource", shown -> shown.report().resource())
        .fetch("run", (shown, given) -> run(given.session(), shown))
        .fetch("differences", (shown, given) -> differences(given.session(), given, shown));
    count(comparison, "equal", Comparisons.Counts::equal);
    count(comparison, "different", Comparisons.Counts::different);
    count(comparison, "missingHere", Comparisons.Counts::missingHere);
    count(comparison, "missingInHalo", Comparisons.Counts::missingInHalo);
    count(comparison, "duplicates", Comparisons.Counts::duplicates);
    count(comparison, "unreadable", Comparisons.Counts::unreadable);
    wiring
        .type("ComparisonDifference", Listed.class)
        .read("kind", listed -> listed.difference().kind())
        .read("key", listed -> listed.difference().key())
        .read("fields", listed -> listed.difference().fields());
    ConnectionPage.wire(wiring, "ComparisonDifference", false);
  }

  private static Optional<List<Shown>> list(Session session, Arguments given) {
    return ConnectionGraphql.find(session, given.requiredText("connectionId"))
        .map(Connection::id)
        .map(connection ->
            session.oversight().comparisons().list(connection).stream()
                .map(report -> new Shown(connection, report))
                .toList());
  }

  private static Optional<SyncRun> run(Session session, Shown shown) {
    session.countNestedList();
    return session.oversight().runs().find(shown.connection(), shown.report().run());
  }

  private static ConnectionPage<Listed, Long> differences(
      Session session, Arguments given, Shown shown) {
    session.countNestedList();
    var report = shown.report();
    var shape =
        new ConnectionPage.Shape<Listed, Long>(
            new Cursors<>(
                session.visibility(),
                () -> "differences " + shown.connection() + " " + report.run(),
                Positions.NUMBER),
            Listed::position,
            () -> 0);
    var page = given.page(shape.cursors());
    var slice =
        session
            .oversight()
            .comparisons()
            .differences(shown.connection(), report.resource(), report.run(), page);
    return ConnectionPage.of(shape, page, slice, Function.identity());
  }

  private static void count(
      Wiring.Type<Shown> type, String field, ToLongFunction<Comparisons.Counts> count) {
    type.read(field, shown -> Math.toIntExact(count.applyAsLong(shown.report().counts())));
  }
}

package ai.superit.halo.graphql;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.sync.HeldDeletions.Decided;
import ai.superit.halo.application.sync.HeldDeletions.Decision;
import ai.superit.halo.application.sync.HeldDeletions.Held;
import ai.superit.halo.application.sync.HeldDeletions.Sampled;
import ai.superit.halo.application.sync.ReviewDeletions.Outcome;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletions that wait for a person.
final class HeldDeletionsGraphql {
  private static final Logger LOG = LoggerFactory.getLogger(HeldDeletionsGraphql.class);

  /// What is held, with the connection that it belongs to.
  private record Shown(ConnectionId connection, Held held) {
    List<Example> sample() {
      return held.sample().stream().map(record -> new Example(this, record)).toList();
    }
  }

  private record Example(Shown of, Sampled record) {
    String id() {
      var kind = GlobalId.Kind.of(of.held().resource()).orElseThrow();
      return new GlobalId.OfRecord(kind, of.connection(), record.id()).encoded();
    }
  }

  private HeldDeletionsGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .query("heldDeletions", HeldDeletionsGraphql::list)
        .mutation("approveDeletions", (session, given) -> decide(session, given, Decision.APPROVED))
        .mutation("refuseDeletions", (session, given) -> decide(session, given, Decision.REFUSED));
    wiring
        .type("HeldDeletions", Shown.class)
        .read("resource", shown -> shown.held().resource())
        .read("cause", shown -> shown.held().found().cause())
        .read("records", shown -> Math.toIntExact(shown.held().found().records()))
        .read("living", shown -> Math.toIntExact(shown.held().found().living()))
        .read("sample", Shown::sample)
        .read("since", shown -> shown.held().since())
        .read("seenAt", shown -> shown.held().seenAt())
        .read(
            "decision",
            shown -> shown.held().decided().map(Decided::decision).orElse(Decision.AWAITED))
        .read("decidedBy", shown -> shown.held().decided().map(Decided::by))
        .read("decidedAt", shown -> shown.held().decided().map(Decided::at));
    wiring
        .type("HeldRecord", Example.class)
        .read("id", Example::id)
        .read("number", example -> Math.toIntExact(example.record().id()))
        .read("name", example -> example.record().name());
    wiring
        .type("DecideDeletionsPayload", Payload.class)
        .read("held", payload -> payload.result())
        .read("userErrors", payload -> payload.userErrors());
  }

  private static Optional<List<Shown>> list(Session session, Arguments given) {
    return ConnectionGraphql.find(session, given.requiredText("connectionId"))
        .map(Connection::id)
        .map(connection ->
            session.useCases().reviewDeletions().list(connection).stream()
                .map(held -> new Shown(connection, held))
                .toList());
  }

  /// What the run held back, if no later run has looked at it.
  static Optional<Object> heldBy(Session session, SyncRun run) {
    session.countNestedList();
    return session.useCases().reviewDeletions().list(run.connection()).stream()
        .filter(held -> held.resource() == run.resource())
        .filter(held -> !held.seenAt().isBefore(run.startedAt()))
        .filter(held -> run.progress().end().stream().noneMatch(held.seenAt()::isAfter))
        .<Object>map(held -> new Shown(run.connection(), held))
        .findFirst();
  }

  private static Payload<Shown> decide(Session session, Arguments given, Decision decision) {
    var connection = GlobalId.connection(given.requiredText("connectionId"));
    if (connection.isEmpty()) {
      return Payload.unknownConnection();
    }
    var resource = Resource.valueOf(given.requiredText("resource"));
    var records = given.number("records");
    return switch (session
        .useCases()
        .reviewDeletions()
        .decide(session.caller(), connection.get(), resource, records, decision)) {
      case Outcome.Stored(var held) -> {
        LOG.info(
            "event=deletions_{} connection={} resource={} records={} by={}",
            decision == Decision.APPROVED ? "approved" : "refused",
            connection.get(),
            resource,
            records,
            session.caller().subject());
        yield Payload.of(new Shown(connection.get(), held));
      }
      case Outcome.ConnectionUnknown() -> Payload.unknownConnection();
      case Outcome.NothingHeld() ->
          refused("resource", Problem.Code.NOT_FOUND, "has no deletions that wait");
      case Outcome.OtherNumber(var now) ->
          refused(
              "records",
              Problem.Code.CONFLICT,
              "is %d, but %d wait: look at `heldDeletions` again".formatted(records, now));
    };
  }

  private static Payload<Shown> refused(String field, Problem.Code code, String message) {
    return Payload.rejected(List.of(new Problem(field, code, message)));
  }
}

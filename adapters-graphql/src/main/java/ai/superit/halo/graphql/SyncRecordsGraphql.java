package ai.superit.halo.graphql;

import ai.superit.halo.application.sync.SyncRecords.Outcome;
import ai.superit.halo.application.sync.SyncRecords.Synced;
import ai.superit.halo.domain.sync.Resource;
import java.util.List;
import java.util.Optional;

/// Records that a person names.
final class SyncRecordsGraphql {
  private SyncRecordsGraphql() {}

  static void wire(Wiring wiring) {
    wiring.mutation("syncRecords", (session, given) -> Payload.calling(() -> sync(session, given)));
    wiring
        .type("SyncedRecord", Synced.class)
        .read("haloId", record -> Math.toIntExact(record.id()))
        .read("outcome", Synced::fate)
        .read("reason", record -> Optional.of(record.reason()).filter(text -> !text.isEmpty()));
    wiring
        .type("SyncRecordsPayload", Payload.class)
        .read("records", payload -> records(payload))
        .read("userErrors", payload -> payload.userErrors());
  }

  private static Payload<List<Synced>> sync(Session session, Arguments given) {
    var connection = ConnectionGraphql.findLiving(session, given.requiredText("connectionId"));
    if (connection.isEmpty()) {
      return Payload.unknownConnection();
    }
    var id = connection.get().id();
    var refusal = SyncGraphql.refusal(session, connection.get());
    if (refusal.isPresent()) {
      return Payload.rejected(List.of(refusal.get()));
    }
    var resource = Resource.valueOf(given.requiredText("resource"));
    var ids = given.list("haloIds").stream().map(number -> ((Integer) number).longValue()).toList();
    return switch (session.useCases().syncRecords().sync(session.caller(), id, resource, ids)) {
      case Outcome.Done(var records) -> Payload.of(records);
      case Outcome.Rejected(var problem) -> Payload.rejected(List.of(problem));
      case Outcome.ConnectionUnknown() -> Payload.unknownConnection();
    };
  }

  private static Object records(Payload<?> payload) {
    return payload.result().isPresent() ? payload.result().get() : List.of();
  }
}

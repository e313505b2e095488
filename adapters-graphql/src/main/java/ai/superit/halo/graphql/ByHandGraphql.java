package ai.superit.halo.graphql;

import ai.superit.halo.application.webhook.SetUpByHand;
import ai.superit.halo.application.webhook.SetUpByHand.Outcome.Prepared;
import java.util.List;
import java.util.Optional;

/// Preparing a webhook that a person types into HaloPSA.
final class ByHandGraphql {
  private ByHandGraphql() {}

  static void wire(Wiring wiring) {
    wiring.mutation("prepareWebhookByHand", ByHandGraphql::prepare);
    wiring
        .type("PrepareWebhookByHandPayload", Payload.class)
        .read("address", payload -> prepared(payload).map(of -> of.address().toString()))
        .read("header", payload -> prepared(payload).map(Prepared::header))
        .read("secret", payload -> prepared(payload).map(of -> of.secret().reveal()))
        .read("steps", payload -> prepared(payload).map(Prepared::steps).orElse(List.of()))
        .read("userErrors", payload -> payload.userErrors());
  }

  private static Optional<Prepared> prepared(Payload<?> payload) {
    return payload.result().map(Prepared.class::cast);
  }

  private static Payload<Prepared> prepare(Session session, Arguments given) {
    var id = GlobalId.connection(given.requiredText("connectionId"));
    if (id.isEmpty()) {
      return Payload.unknownConnection();
    }
    var byHand = session.oversight().receiving().setup().byHand();
    return switch (byHand.prepare(session.caller(), id.get())) {
      case Prepared prepared -> Payload.of(prepared);
      case SetUpByHand.Outcome.ConnectionUnknown() -> Payload.unknownConnection();
      case SetUpByHand.Outcome.NotPossible(var reason) -> Payload.conflict(reason);
    };
  }
}

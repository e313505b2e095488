package ai.superit.halo.graphql;

import ai.superit.halo.application.webhook.RegisterWebhook;
import ai.superit.halo.graphql.Payload.UserError;

/// Setting up webhooks in HaloPSA.
final class WebhookGraphql {
  private WebhookGraphql() {}

  static void wire(Wiring wiring) {
    wiring.mutation(
        "registerWebhook", (session, given) -> Payload.calling(() -> register(session, given)));
    wiring
        .type("RegisterWebhookPayload", Payload.class)
        .read("address", payload -> payload.result())
        .read("userErrors", payload -> payload.userErrors());
  }

  private static Payload<String> register(Session session, Arguments given) {
    return GlobalId.connection(given.requiredText("connectionId"))
        .map(id -> payload(session.useCases().registerWebhook().register(session.caller(), id)))
        .orElseGet(Payload::unknownConnection);
  }

  private static Payload<String> payload(RegisterWebhook.Outcome outcome) {
    return switch (outcome) {
      case RegisterWebhook.Outcome.Registered(var address) -> Payload.of(address.toString());
      case RegisterWebhook.Outcome.ConnectionUnknown() -> Payload.unknownConnection();
      case RegisterWebhook.Outcome.Refused(var reason) -> Payload.refused(UserError.halo(reason));
    };
  }
}

package ai.superit.halo.graphql;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.webhook.RegisterWebhook;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.WebhookScheme;
import ai.superit.halo.graphql.Payload.UserError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Setting up webhooks in HaloPSA.
final class WebhookGraphql {
  /// As the schema names them.
  enum Kind {
    HMAC_SHA256,
    HMAC_SHA256_HEX,
    STANDARD_WEBHOOKS,
    BASIC,
    BEARER,
    API_KEY;

    /// Empty for a scheme that proves nothing.
    static Optional<Kind> of(WebhookScheme scheme) {
      return switch (scheme) {
        case WebhookScheme.None _ -> Optional.empty();
        case WebhookScheme.HmacSha256 _ -> Optional.of(HMAC_SHA256);
        case WebhookScheme.HmacSha256Hex _ -> Optional.of(HMAC_SHA256_HEX);
        case WebhookScheme.StandardWebhooks _ -> Optional.of(STANDARD_WEBHOOKS);
        case WebhookScheme.Basic _ -> Optional.of(BASIC);
        case WebhookScheme.Bearer _ -> Optional.of(BEARER);
        case WebhookScheme.ApiKey _ -> Optional.of(API_KEY);
      };
    }
  }

  private WebhookGraphql() {}

  static void wire(Wiring wiring) {
    wiring.mutation(
        "registerWebhook", (session, given) -> Payload.calling(() -> register(session, given)));
    wiring.mutation("setWebhookScheme", WebhookGraphql::setScheme);
    wiring.mutation(
        "rotateWebhookSecret", (session, given) -> Payload.calling(() -> rotate(session, given)));
    for (var type :
        List.of(
            "RegisterWebhookPayload", "SetWebhookSchemePayload", "RotateWebhookSecretPayload")) {
      wiring
          .type(type, Payload.class)
          .read("address", payload -> payload.result())
          .read("userErrors", payload -> payload.userErrors());
    }
  }

  private static Payload<String> setScheme(Session session, Arguments given) {
    var connection = GlobalId.connection(given.requiredText("connectionId"));
    if (connection.isEmpty()) {
      return Payload.unknownConnection();
    }
    if (!given.text("header").map(WebhookScheme::isHeader).orElse(true)) {
      return invalid("header", "needs 1 to 100 letters, digits and dashes");
    }
    var user = given.text("user").orElse("");
    if (user.contains(":")) {
      return invalid("user", "must not have a colon");
    }
    if (user.isEmpty() && given.choice("kind", Kind.class) == Kind.BASIC) {
      return invalid("user", "is needed for BASIC");
    }
    var overlap = overlap(given);
    if (overlap.isEmpty()) {
      return wrongOverlap();
    }
    try {
      var scheme = scheme(given);
      return payload(
          session
              .useCases()
              .registerWebhook()
              .expect(session.caller(), connection.get(), scheme, overlap.get()));
    } catch (IllegalArgumentException wrong) {
      return invalid("secret", String.valueOf(wrong.getMessage()));
    }
  }

  private static Payload<String> rotate(Session session, Arguments given) {
    var connection = GlobalId.connection(given.requiredText("connectionId"));
    if (connection.isEmpty()) {
      return Payload.unknownConnection();
    }
    return overlap(given)
        .map(overlap ->
            payload(
                session
                    .useCases()
                    .registerWebhook()
                    .rotate(session.caller(), connection.get(), overlap)))
        .orElseGet(WebhookGraphql::wrongOverlap);
  }

  /// Empty if it is out of bounds.
  private static Optional<Duration> overlap(Arguments given) {
    return Optional.of(Duration.ofHours(given.number("overlapHours")))
        .filter(overlap ->
            !overlap.isNegative() && overlap.compareTo(RegisterWebhook.LONGEST_OVERLAP) <= 0);
  }

  private static Payload<String> wrongOverlap() {
    return invalid("overlapHours", "is 0 to " + RegisterWebhook.LONGEST_OVERLAP.toHours());
  }

  private static Payload<String> invalid(String field, String message) {
    return Payload.rejected(List.of(new Problem(field, Problem.Code.INVALID, message)));
  }

  private static WebhookScheme scheme(Arguments given) {
    var secret = new Secret(given.requiredText("secret"));
    return switch (given.choice("kind", Kind.class)) {
      case HMAC_SHA256 ->
          new WebhookScheme.HmacSha256(header(given, RegisterWebhook.SIGNATURE_HEADER), secret);
      case HMAC_SHA256_HEX ->
          new WebhookScheme.HmacSha256Hex(header(given, "X-Hub-Signature-256"), secret);
      case STANDARD_WEBHOOKS -> new WebhookScheme.StandardWebhooks(secret);
      case BASIC -> WebhookScheme.Basic.chosen(given.text("user").orElse(""), secret);
      case BEARER -> new WebhookScheme.Bearer(secret);
      case API_KEY -> new WebhookScheme.ApiKey(header(given, "X-Api-Key"), secret);
    };
  }

  private static String header(Arguments given, String otherwise) {
    return given.text("header").orElse(otherwise);
  }

  private static Payload<String> register(Session session, Arguments given) {
    return GlobalId.connection(given.requiredText("connectionId"))
        .map(id -> register(session, id))
        .orElseGet(Payload::unknownConnection);
  }

  /// What was found before says nothing about the new webhook.
  private static Payload<String> register(Session session, ConnectionId id) {
    var outcome = session.useCases().registerWebhook().register(session.caller(), id);
    if (outcome instanceof RegisterWebhook.Outcome.Registered) {
      session.oversight().receiving().proofs().hasten(session.caller(), id);
    }
    return payload(outcome);
  }

  private static Payload<String> payload(RegisterWebhook.Outcome outcome) {
    return switch (outcome) {
      case RegisterWebhook.Outcome.Registered(var address) -> Payload.of(address.toString());
      case RegisterWebhook.Outcome.ConnectionUnknown() -> Payload.unknownConnection();
      case RegisterWebhook.Outcome.NotPossible(var reason) ->
          Payload.rejected(List.of(new Problem("connectionId", Problem.Code.CONFLICT, reason)));
      case RegisterWebhook.Outcome.Refused(var reason) -> Payload.refused(UserError.halo(reason));
    };
  }
}

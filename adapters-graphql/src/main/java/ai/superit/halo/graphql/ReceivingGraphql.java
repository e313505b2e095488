package ai.superit.halo.graphql;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.webhook.Refusal;
import ai.superit.halo.application.webhook.RestrictSenders;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.AddressRange;
import ai.superit.halo.domain.webhook.SchemeStrength;
import ai.superit.halo.domain.webhook.SenderRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How webhook deliveries are received, and from where they may come.
final class ReceivingGraphql {
  private static final int MOST_HOURS = 720;

  /// What is read of a connection that the caller may see.
  static final class Webhook {
    private final Session session;
    private final ConnectionId connection;

    /// Null until a field needs it; the others do not ask again.
    private @Nullable Boolean setUp;

    Webhook(Session session, ConnectionId connection) {
      this.session = session;
      this.connection = connection;
    }

    Session session() {
      return session;
    }

    ConnectionId connection() {
      return connection;
    }

    private String address() {
      return session.useCases().registerWebhook().address(connection).toString();
    }

    private Optional<AcceptedSchemes> schemes() {
      return receiving().schemes().accepted(connection).filter(_ -> isSetUp());
    }

    /// A scheme is there before HaloPSA is told of it, which may refuse. Or it agrees and does not
    /// say so: then deliveries come.
    private boolean isSetUp() {
      if (setUp == null) {
        var watch = receiving().setup().watch();
        setUp =
            watch.watched(connection).since().isPresent() || watch.latest(connection).isPresent();
      }
      return setUp;
    }

    private Optional<WebhookGraphql.Kind> kind() {
      return schemes().flatMap(schemes -> WebhookGraphql.Kind.of(schemes.present()));
    }

    private Optional<SchemeStrength> strength() {
      return schemes().map(schemes -> schemes.strength(receiving().clock().instant()));
    }

    private SenderRules rules() {
      return receiving().senders().rules(connection);
    }

    private List<Refused> refused(Arguments given) {
      var hours = given.number("hours");
      if (hours < 1 || hours > MOST_HOURS) {
        throw FieldFailure.invalid("The argument hours is 1 to " + MOST_HOURS + ".");
      }
      session.countNestedList();
      var since = receiving().clock().instant().minus(Duration.ofHours(hours - 1L));
      return receiving().refused().since(connection, since).entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(each -> new Refused(each.getKey(), each.getValue()))
          .toList();
    }

    private ProductPorts.Receiving receiving() {
      return session.oversight().receiving();
    }
  }

  record Refused(Refusal reason, long number) {}

  private ReceivingGraphql() {}

  static void wire(Wiring wiring) {
    wiring.mutation("restrictWebhookSenders", ReceivingGraphql::restrict);
    wiring
        .type("HaloWebhook", Webhook.class)
        .read("address", Webhook::address)
        .read("kind", Webhook::kind)
        .read("strength", of -> of.strength().map(Enum::name).orElse("NOT_SET_UP"))
        .read(
            "strengthReason",
            of ->
                of.strength()
                    .map(SchemeStrength::reason)
                    .orElse("No webhook is set up: every delivery is refused."))
        .read(
            "allowedSenders", of -> of.rules().allowed().stream().map(AddressRange::text).toList())
        .read("httpsOnly", of -> of.rules().httpsOnly())
        .fetch("refused", Webhook::refused);
    wiring
        .type("RefusedCount", Refused.class)
        .read("reason", Refused::reason)
        .read("count", refused -> (int) Math.min(refused.number(), Integer.MAX_VALUE));
    wiring
        .type("RestrictWebhookSendersPayload", Payload.class)
        .read("webhook", payload -> payload.result())
        .read("userErrors", payload -> payload.userErrors());
  }

  private static Payload<Webhook> restrict(Session session, Arguments given) {
    var connection = GlobalId.connection(given.requiredText("connectionId"));
    if (connection.isEmpty()) {
      return Payload.unknownConnection();
    }
    var allowed = given.list("allowedSenders").stream().map(String.class::cast).toList();
    var httpsOnly = given.flag("httpsOnly").orElse(false);
    var restricting = session.useCases().restrictSenders();
    return switch (restricting.restrict(session.caller(), connection.get(), allowed, httpsOnly)) {
      case RestrictSenders.Outcome.Restricted _ ->
          Payload.of(new Webhook(session, connection.get()));
      case RestrictSenders.Outcome.ConnectionUnknown() -> Payload.unknownConnection();
      case RestrictSenders.Outcome.Rejected(List<Problem> problems) -> Payload.rejected(problems);
    };
  }
}

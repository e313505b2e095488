package ai.superit.halo.graphql;

import static java.util.Objects.requireNonNull;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.webhook.CheckWebhook;
import ai.superit.halo.application.webhook.ChooseWebhookEvents;
import ai.superit.halo.application.webhook.WebhookWatch.Finding;
import ai.superit.halo.application.webhook.WebhookWatch.Watched;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.WebhookEvent;
import ai.superit.halo.domain.webhook.WebhookProblem;
import ai.superit.halo.graphql.Payload.UserError;
import ai.superit.halo.graphql.ReceivingGraphql.Webhook;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How webhooks are set up in HaloPSA, and what they tell of.
final class WebhookSetupGraphql {
  private record Checked(Webhook webhook, Set<WebhookProblem> mended) {}

  private record Chosen(WebhookEvent event, Set<Integer> numbers) {}

  private WebhookSetupGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .mutation("checkWebhook", (session, given) -> Payload.calling(() -> check(session, given)))
        .mutation(
            "setWebhookEvents", (session, given) -> Payload.calling(() -> choose(session, given)));
    wiring
        .type("HaloWebhook", Webhook.class)
        .fetch("setup", (of, given) -> WebhookSetup.read(given.session(), of.connection()));
    wiring
        .type("WebhookSetup", WebhookSetup.class)
        .read("automatic", of -> of.watched().automatic())
        .read("status", WebhookSetup::status)
        .read("statusReason", WebhookSetup::reason)
        .read("checkedAt", of -> of.watched().finding().map(Finding::at))
        .read("problems", of -> names(of.watched().problems()))
        .read("repairs", of -> (int) Math.min(of.repairs().count(), Integer.MAX_VALUE))
        .read("lastRepairAt", of -> of.repairs().lastAt())
        .read("lastRepaired", of -> names(of.repairs().last()))
        .read("events", of -> events(of.watched()))
        .read("otherEventNumbers", WebhookSetup::otherEvents)
        .read("firstDelivery", WebhookSetup::firstDelivery);
    wiring
        .type("ChosenWebhookEvent", Chosen.class)
        .read("event", Chosen::event)
        .read("numbers", chosen -> chosen.numbers().stream().sorted().toList());
    wiring
        .type("CheckWebhookPayload", Payload.class)
        .read("webhook", payload -> checked(payload).map(Checked::webhook))
        .read(
            "repaired",
            payload -> checked(payload).map(done -> names(done.mended())).orElse(List.of()))
        .read("userErrors", payload -> payload.userErrors());
    wiring
        .type("SetWebhookEventsPayload", Payload.class)
        .read("webhook", payload -> payload.result())
        .read("userErrors", payload -> payload.userErrors());
  }

  private static Optional<Checked> checked(Payload<?> payload) {
    return payload.result().map(Checked.class::cast);
  }

  private static List<String> names(Collection<WebhookProblem> problems) {
    return problems.stream().sorted().map(Enum::name).toList();
  }

  private static List<Chosen> events(Watched watched) {
    return watched.events().numbers().entrySet().stream()
        .map(each -> new Chosen(each.getKey(), each.getValue()))
        .toList();
  }

  private static Payload<Checked> check(Session session, Arguments given) {
    return GlobalId.connection(given.requiredText("connectionId"))
        .map(id -> check(session, id, given.requiredFlag("repair")))
        .orElseGet(Payload::unknownConnection);
  }

  private static Payload<Checked> check(Session session, ConnectionId id, boolean repair) {
    var checking = session.oversight().receiving().setup().checking();
    return switch (checking.check(session.caller(), id, repair)) {
      case CheckWebhook.Outcome.Checked(_, var mended) ->
          Payload.of(new Checked(new Webhook(session, id), mended));
      case CheckWebhook.Outcome.ConnectionUnknown() -> Payload.unknownConnection();
      case CheckWebhook.Outcome.NotPossible(var reason) -> Payload.conflict(reason);
    };
  }

  private static Payload<Webhook> choose(Session session, Arguments given) {
    return GlobalId.connection(given.requiredText("connectionId"))
        .map(id -> twice(given).orElseGet(() -> choose(session, id, wanted(given))))
        .orElseGet(Payload::unknownConnection);
  }

  private static Payload<Webhook> choose(
      Session session, ConnectionId id, Map<WebhookEvent, Set<Integer>> wanted) {
    var choosing = session.oversight().receiving().setup().choosing();
    return switch (choosing.choose(session.caller(), id, wanted)) {
      case ChooseWebhookEvents.Outcome.Chosen() -> Payload.of(new Webhook(session, id));
      case ChooseWebhookEvents.Outcome.ConnectionUnknown() -> Payload.unknownConnection();
      case ChooseWebhookEvents.Outcome.Rejected(var problems) -> Payload.rejected(problems);
      case ChooseWebhookEvents.Outcome.Refused(var reason) ->
          Payload.refused(
              UserError.halo(
                  reason + " The choice is stored, and HaloPSA gets it by the next check."));
    };
  }

  /// Nobody knows whether the numbers of both are meant, or those of the last one.
  private static Optional<Payload<Webhook>> twice(Arguments given) {
    var seen = new HashSet<Object>();
    return given.list("events").stream()
        .map(item -> requireNonNull(((Map<?, ?>) item).get("event")))
        .filter(event -> !seen.add(event))
        .findFirst()
        .map(event ->
            Payload.rejected(
                List.of(
                    new Problem(
                        "events",
                        Problem.Code.INVALID,
                        "has " + event + " twice: name it once, with all its numbers"))));
  }

  private static Map<WebhookEvent, Set<Integer>> wanted(Arguments given) {
    var wanted = new EnumMap<WebhookEvent, Set<Integer>>(WebhookEvent.class);
    for (var item : given.list("events")) {
      var fields = (Map<?, ?>) item;
      var numbers = new HashSet<Integer>();
      ((List<?>) requireNonNull(fields.get("numbers")))
          .forEach(number -> numbers.add((Integer) number));
      wanted.put(WebhookEvent.valueOf((String) requireNonNull(fields.get("event"))), numbers);
    }
    return wanted;
  }
}

package ai.superit.halo.graphql;

import static java.util.Objects.requireNonNull;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.webhook.ForeseeDeliveries;
import ai.superit.halo.application.webhook.ForeseeDeliveries.Forecast;
import ai.superit.halo.application.webhook.ForeseeDeliveries.Preview;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.webhook.DeliveryFilters;
import ai.superit.halo.domain.webhook.DeliveryFilters.Choice;
import ai.superit.halo.domain.webhook.KeptHeaders;
import ai.superit.halo.graphql.ReceivingGraphql.Webhook;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What connections do with their deliveries, and what would become of some.
final class DeliveryRuleGraphql {
  private static final String FILTERS = "filters";
  private static final Duration CONFLICTS_SHOWN = Duration.ofDays(1);

  private record Foreseen(Connection connection, long total, Forecast forecast) {}

  record Header(String name, String value) {}

  private DeliveryRuleGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .query("previewDeliveryFilters", DeliveryRuleGraphql::preview)
        .query("replayForecast", DeliveryRuleGraphql::forecast)
        .mutation("setDeliveryFilters", DeliveryRuleGraphql::setFilters)
        .mutation("setKeptHeaders", DeliveryRuleGraphql::setHeaders)
        .mutation("setBodiesWithoutId", DeliveryRuleGraphql::setBodiesWithoutId);
    wiring
        .type("HaloWebhook", Webhook.class)
        .read("filters", of -> sorting(of.session()).rules().filters(of.connection()))
        .read(
            "keptHeaders",
            of ->
                sorting(of.session()).rules().headers(of.connection()).names().stream()
                    .sorted()
                    .toList())
        .read(
            "bodiesWithoutId", of -> sorting(of.session()).rules().bodiesWithoutId(of.connection()))
        .fetch("conflictingDeliveries", (of, _) -> conflicts(of));
    wiring
        .type("DeliveryFilters", DeliveryFilters.class)
        .read("clients", DeliveryFilters::clients)
        .read("inactiveClients", DeliveryFilters::inactiveClients)
        .read("ticketTypes", DeliveryFilters::ticketTypes)
        .read("priorities", DeliveryFilters::priorities)
        .read("statuses", DeliveryFilters::statuses)
        .read("internalClients", filters -> sorted(filters.internalClients()));
    wiring
        .type("NumberChoice", Choice.class)
        .read("only", Choice::only)
        .read("numbers", choice -> sorted(choice.numbers()));
    wiring
        .type("DeliveryPreview", Preview.class)
        .read("id", preview -> Long.toString(preview.number()))
        .read("receivedAt", Preview::receivedAt)
        .read("applied", preview -> preview.skipped().isEmpty())
        .read("reason", Preview::skipped)
        .read("headers", preview -> headers(preview.headers()));
    wiring
        .type("ReplayForecast", Foreseen.class)
        .read("total", of -> (int) Math.min(of.total(), Integer.MAX_VALUE))
        .read("examined", of -> of.forecast().examined())
        .read("likely", of -> of.forecast().likely())
        .read("uncertain", of -> of.forecast().uncertain())
        .read("unreadable", of -> of.forecast().unreadable())
        .read("connectionWorks", of -> of.connection().isWorking());
    wiring.type("KeptHeader", Header.class).read("name", Header::name).read("value", Header::value);
    for (var type :
        List.of(
            "SetDeliveryFiltersPayload", "SetKeptHeadersPayload", "SetBodiesWithoutIdPayload")) {
      wiring
          .type(type, Payload.class)
          .read("webhook", payload -> payload.result())
          .read("userErrors", payload -> payload.userErrors());
    }
  }

  /// By their names.
  static List<Header> headers(Map<String, String> kept) {
    return kept.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(each -> new Header(each.getKey(), each.getValue()))
        .toList();
  }

  private static ProductPorts.Sorting sorting(Session session) {
    return session.oversight().receiving().sorting();
  }

  private static List<Integer> sorted(Set<Long> numbers) {
    return numbers.stream().sorted().map(Math::toIntExact).toList();
  }

  private static int conflicts(Webhook of) {
    of.session().countNestedList();
    var since = of.session().oversight().receiving().clock().instant().minus(CONFLICTS_SHOWN);
    return Math.toIntExact(sorting(of.session()).conflicts().count(of.connection(), since));
  }

  private static List<Preview> preview(Session session, Arguments given) {
    var last = given.number("last");
    if (last < 1 || last > ForeseeDeliveries.MOST_PREVIEWED) {
      throw FieldFailure.invalid(
          "The argument last is 1 to " + ForeseeDeliveries.MOST_PREVIEWED + ".");
    }
    var filters =
        given.given(FILTERS) ? Optional.of(filters(given)) : Optional.<DeliveryFilters>empty();
    filters.map(DeliveryRuleGraphql::problems).stream()
        .flatMap(List::stream)
        .findFirst()
        .ifPresent(wrong -> {
          throw FieldFailure.invalid(
              "The argument filters." + wrong.field() + " " + wrong.message() + ".");
        });
    return ConnectionGraphql.find(session, given.requiredText("connectionId"))
        .map(Connection::id)
        .map(id ->
            sorting(session)
                .foreseeing()
                .preview(id, filters.orElseGet(() -> sorting(session).rules().filters(id)), last))
        .orElse(List.of());
  }

  private static Optional<Foreseen> forecast(Session session, Arguments given) {
    var numbers = numbers(given);
    return ConnectionGraphql.find(session, given.requiredText("connectionId"))
        .map(connection -> {
          var selection = DeadLetterGraphql.selection(connection.id(), given, numbers);
          var letters = session.oversight().deadLetters();
          return new Foreseen(
              connection,
              letters.count(selection),
              sorting(session).foreseeing().forecast(selection));
        });
  }

  private static Set<Long> numbers(Arguments given) {
    try {
      return DeadLetterGraphql.numbers(given);
    } catch (IllegalArgumentException wrong) {
      throw FieldFailure.invalid("The argument ids " + wrong.getMessage() + ".");
    }
  }

  private static Payload<Webhook> setFilters(Session session, Arguments given) {
    var connection = ConnectionGraphql.findLiving(session, given.requiredText("connectionId"));
    if (connection.isEmpty()) {
      return Payload.unknownConnection();
    }
    var filters = filters(given);
    var problems = problems(filters);
    if (!problems.isEmpty()) {
      return Payload.rejected(problems, FILTERS);
    }
    sorting(session).rules().save(connection.get().id(), filters);
    return Payload.of(new Webhook(session, connection.get().id()));
  }

  private static List<Problem> problems(DeliveryFilters filters) {
    return Stream.of(
            problem("clients", filters.clients()),
            problem("ticketTypes", filters.ticketTypes()),
            problem("priorities", filters.priorities()),
            problem("statuses", filters.statuses()),
            problem("internalClients", filters.internalClients()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Problem> problem(String field, Choice choice) {
    return choice.only() && choice.numbers().isEmpty()
        ? Optional.of(
            problem(
                field,
                "has no numbers, so nothing would be applied: leave it out to apply all, or"
                    + " use pauseSync to have nothing worked on for a while"))
        : problem(field, choice.numbers());
  }

  private static Optional<Problem> problem(String field, Set<Long> numbers) {
    if (numbers.size() > DeliveryFilters.MOST) {
      return Optional.of(problem(field, "has more than " + DeliveryFilters.MOST + " numbers"));
    }
    return numbers.stream()
        .filter(number -> number < 0)
        .min(Comparator.naturalOrder())
        .map(number -> problem(field, "has " + number + ", and HaloPSA's numbers are 0 or more"));
  }

  private static Problem problem(String field, String message) {
    return new Problem(field, Problem.Code.INVALID, message);
  }

  private static Payload<Webhook> setHeaders(Session session, Arguments given) {
    var connection = ConnectionGraphql.findLiving(session, given.requiredText("connectionId"));
    if (connection.isEmpty()) {
      return Payload.unknownConnection();
    }
    try {
      var names = given.list("names").stream().map(String.class::cast).toList();
      sorting(session).rules().save(connection.get().id(), KeptHeaders.parse(names));
      return Payload.of(new Webhook(session, connection.get().id()));
    } catch (IllegalArgumentException wrong) {
      return invalid("names", String.valueOf(wrong.getMessage()));
    }
  }

  private static Payload<Webhook> setBodiesWithoutId(Session session, Arguments given) {
    return ConnectionGraphql.findLiving(session, given.requiredText("connectionId"))
        .map(Connection::id)
        .map(id -> {
          sorting(session).rules().saveBodiesWithoutId(id, given.requiredFlag("accepted"));
          return Payload.of(new Webhook(session, id));
        })
        .orElseGet(Payload::unknownConnection);
  }

  private static DeliveryFilters filters(Arguments given) {
    var filters = given.object(FILTERS);
    return new DeliveryFilters(
        choice(filters, "clients"),
        filters.requiredFlag("inactiveClients"),
        choice(filters, "ticketTypes"),
        choice(filters, "priorities"),
        choice(filters, "statuses"),
        numbers(filters.list("internalClients")));
  }

  private static Choice choice(Arguments filters, String name) {
    if (!filters.given(name)) {
      return Choice.ALL;
    }
    var choice = filters.object(name);
    return new Choice(choice.requiredFlag("only"), numbers(choice.list("numbers")));
  }

  private static Set<Long> numbers(List<?> given) {
    var numbers = new HashSet<Long>();
    given.forEach(number -> numbers.add(((Integer) requireNonNull(number)).longValue()));
    return numbers;
  }

  private static Payload<Webhook> invalid(String field, String message) {
    return Payload.rejected(List.of(problem(field, message)));
  }
}

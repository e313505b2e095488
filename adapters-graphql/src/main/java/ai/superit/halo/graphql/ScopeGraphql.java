package ai.superit.halo.graphql;

import ai.superit.halo.application.Problem;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.sync.Scope.Since;
import ai.superit.halo.domain.sync.SyncMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which records of connections are mirrored.
final class ScopeGraphql {
  private static final int MOST_DAYS = 3_650;
  private static final int MOST_NUMBERS = 100;
  private static final int MOST_LETTERS = 200;

  private ScopeGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .mutation("setSyncScope", ScopeGraphql::choose)
        .mutation("saveAndSync", ScopeGraphql::saveAndSync);
    wiring
        .type("SyncScope", Scope.class)
        .read("activeClientsOnly", Scope::activeClients)
        .read("activeAssetsOnly", scope -> scope.assets().active())
        .read("assetTypes", scope -> sorted(scope.assets().types()))
        .read(
            "assetSites",
            scope -> sorted(scope.assets().sites().stream().map(SiteId::value).toList()))
        .read("assetStatuses", scope -> scope.assets().statuses().stream().sorted().toList())
        .read("ticketDays", scope -> days(scope.tickets().since()))
        .read("ticketsSince", scope -> moment(scope.tickets().since()))
        .read("openTicketsOnly", scope -> scope.tickets().open())
        .read(
            "ticketClients",
            scope -> sorted(scope.tickets().clients().stream().map(ClientId::value).toList()))
        .read("ticketTypes", scope -> sorted(scope.tickets().types()));
  }

  private static Payload<Connection> saveAndSync(Session session, Arguments given) {
    var wanted = EnumSet.noneOf(Resource.class);
    given.list("resources").forEach(name -> wanted.add(Resource.valueOf((String) name)));
    if (wanted.isEmpty()) {
      return Payload.rejected(List.of(invalid("resources", "is empty: name at least one")));
    }
    var connection = ConnectionGraphql.findLiving(session, given.requiredText("connectionId"));
    if (connection.isEmpty()) {
      return Payload.unknownConnection();
    }
    var refusal = SyncGraphql.refusal(session, connection.get());
    if (refusal.isPresent()) {
      return Payload.rejected(List.of(refusal.get()));
    }
    var chosen = choose(session, given);
    chosen
        .result()
        .ifPresent(
            saved -> session.useCases().syncStarter().start(saved.id(), wanted, SyncMode.FULL));
    return chosen;
  }

  private static Payload<Connection> choose(Session session, Arguments given) {
    var id = GlobalId.connection(given.requiredText("connectionId"));
    if (id.isEmpty()) {
      return Payload.unknownConnection();
    }
    var input = given.object("scope");
    var problems = problems(input);
    if (!problems.isEmpty()) {
      return Payload.rejected(problems, "scope");
    }
    return session
        .scheduling()
        .scoping()
        .choose(session.caller(), id.get(), scope(input))
        .map(Payload::of)
        .orElseGet(Payload::unknownConnection);
  }

  private static Scope scope(Arguments input) {
    return new Scope(
        input.requiredFlag("activeClientsOnly"),
        new Scope.Assets(
            input.requiredFlag("activeAssetsOnly"),
            numbers(input, "assetTypes"),
            numbers(input, "assetSites").stream().map(SiteId::new).collect(Collectors.toSet()),
            Set.copyOf(input.texts("assetStatuses"))),
        new Scope.Tickets(
            since(input),
            input.requiredFlag("openTicketsOnly"),
            numbers(input, "ticketClients").stream().map(ClientId::new).collect(Collectors.toSet()),
            numbers(input, "ticketTypes")));
  }

  private static Since since(Arguments input) {
    return input.given("ticketDays")
        ? new Since.Days(input.number("ticketDays"))
        : input.instant("ticketsSince").<Since>map(Since.Moment::new).orElseGet(Since.Ever::new);
  }

  private static List<Problem> problems(Arguments input) {
    var problems = new ArrayList<Problem>();
    if (input.given("ticketDays")) {
      var days = input.number("ticketDays");
      if (days < 1 || days > MOST_DAYS) {
        problems.add(invalid("ticketDays", "is 1 to " + MOST_DAYS));
      }
      if (input.given("ticketsSince")) {
        problems.add(invalid("ticketsSince", "does not go with `ticketDays`: give one of them"));
      }
    }
    for (var field : List.of("assetTypes", "assetSites", "ticketClients", "ticketTypes")) {
      var numbers = numbers(input, field);
      if (numbers.size() > MOST_NUMBERS) {
        problems.add(
            invalid(
                field,
                "has %d numbers, at most %d are taken".formatted(numbers.size(), MOST_NUMBERS)));
      }
      numbers.stream()
          .filter(number -> number < 1)
          .min(Long::compare)
          .ifPresent(number ->
              problems.add(invalid(field, "holds %d, which is not positive".formatted(number))));
    }
    problems.addAll(problemsOfStatuses(input.texts("assetStatuses")));
    return problems;
  }

  private static List<Problem> problemsOfStatuses(Collection<String> statuses) {
    var problems = new ArrayList<Problem>();
    if (statuses.size() > MOST_NUMBERS) {
      problems.add(
          invalid(
              "assetStatuses",
              "has %d names, at most %d are taken".formatted(statuses.size(), MOST_NUMBERS)));
    }
    if (statuses.stream().anyMatch(String::isBlank)) {
      problems.add(invalid("assetStatuses", "holds an empty name"));
    }
    if (statuses.stream().anyMatch(name -> name.length() > MOST_LETTERS)) {
      problems.add(
          invalid(
              "assetStatuses", "holds a name of more than %d characters".formatted(MOST_LETTERS)));
    }
    return problems;
  }

  private static Set<Long> numbers(Arguments input, String field) {
    return input.list(field).stream()
        .map(number -> ((Integer) number).longValue())
        .collect(Collectors.toSet());
  }

  private static Problem invalid(String field, String message) {
    return new Problem(field, Problem.Code.INVALID, message);
  }

  private static List<Integer> sorted(Collection<Long> numbers) {
    return numbers.stream().sorted().map(Math::toIntExact).toList();
  }

  private static Optional<Integer> days(Since since) {
    return since instanceof Since.Days(var days) ? Optional.of(days) : Optional.empty();
  }

  private static Optional<Instant> moment(Since since) {
    return since instanceof Since.Moment(var at) ? Optional.of(at) : Optional.empty();
  }
}

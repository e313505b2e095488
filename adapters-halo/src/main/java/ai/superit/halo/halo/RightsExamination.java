package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.domain.connection.Capability;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the one whom the token stands for may read.
final class RightsExamination {
  private static final int ASKED = 100;
  private static final int MAX_ABSENT = 3;
  private static final Query PAGE =
      Query.of("pageinate", true).with("page_size", ASKED).with("page_no", 1);

  /// Counts what a sync would.
  private static final Query WHOLE = PAGE.withRetired();

  private final Chart chart;
  private final ProbeVisit visit;
  private final Set<Capability> wanted;
  private final Map<Probe, Listing> lists = new EnumMap<>(Probe.class);
  private Optional<Row> agent = Optional.empty();

  RightsExamination(Chart chart, ProbeVisit visit, Set<Capability> wanted) {
    this.wanted = wanted;
    this.chart = chart;
    this.visit = visit;
  }

  void examine() {
    chart.gate(Probe.LOGIN_TYPE, this::whoAmI);
    if (wants(Capability.READ_TICKETS, Probe.TICKETS, Probe.NOTES)) {
      list(Probe.TICKETS, "Tickets", "tickets", PAGE);
      chart.take(Probe.NOTES, this::notes, Probe.TICKETS);
    }
    if (wants(Capability.READ_CLIENTS, Probe.CLIENTS, Probe.SITES)) {
      list(Probe.CLIENTS, "Client", "clients", WHOLE);
      list(Probe.SITES, "Site", "sites", WHOLE);
    }
    if (wants(Capability.READ_USERS, Probe.CONTACTS)) {
      list(Probe.CONTACTS, "Users", "users", WHOLE);
    }
    if (wants(Capability.READ_ASSETS, Probe.ASSETS)) {
      list(Probe.ASSETS, "Asset", "assets", WHOLE.with("includechildren", true));
    }
    catalog(Probe.AGENTS, "Agent", "agents", Query.of("includeenabled", true));
    catalog(Probe.TEAMS, "Team", "teams", Query.of("includeenabled", true));
    catalog(Probe.STATUSES, "Status", "statuses", Query.of("type", "ticket"));
    catalog(Probe.PRIORITIES, "Priority", "priorities", Query.NONE);
    catalog(Probe.TICKET_TYPES, "TicketType", "tickettypes", Query.NONE);
    chart.take(Probe.AGENT_TEAMS, this::memberships);
    if (wants(Capability.READ_CLIENTS, Probe.CLIENT_VISIBILITY)) {
      chart.take(Probe.CLIENT_VISIBILITY, this::visibility, Probe.CLIENTS);
    }
    if (wants(Capability.WRITE_WEBHOOKS, Probe.WEBHOOKS)) {
      list(Probe.WEBHOOKS, "Webhook", "webhooks", Query.of("type", 0));
    }
    // Last of all lists: it is what can be missed when calls run out.
    if (wants(Capability.READ_CLIENTS, Probe.INVOICES)) {
      list(Probe.INVOICES, "Invoice", "invoices", PAGE);
    }
    chart.take(Probe.PAGE_SIZE, this::pages);
    chart.explain(EnumSet.range(Probe.TICKETS, Probe.TICKET_TYPES));
  }

  /// What the connection does not ask for it need not have.
  private boolean wants(Capability capability, Probe... probes) {
    if (!wanted.contains(capability)) {
      for (var probe : probes) {
        chart.unknown(probe, "The connection does not ask for " + capability.title() + ".");
      }
      return false;
    }
    return true;
  }

  private String whoAmI() {
    var answer = visit.get("Agent/me", Query.NONE);
    if (answer.status() == 401) {
      throw new Chart.Ill(Probe.TOKEN, "Halo refused the token that it had just given.");
    }
    if (answer.status() == 403 || answer.status() == 404) {
      throw new Chart.Ill(
          Probe.LOGIN_TYPE, "The application does not act as an agent who may use the API.");
    }
    agent = Row.of(answer.checked().json());
    var me = agent.orElseThrow(() -> Failures.strangeJson("GET /Agent", "an agent"));
    if (isNo(me, "is_agent") || isYes(me, "isdisabled")) {
      throw new Chart.Ill(
          Probe.LOGIN_TYPE, "The application acts as somebody who is no active agent.");
    }
    return "The application acts as an active agent.";
  }

  private static boolean isYes(Row row, String flag) {
    try {
      return row.flag(flag);
    } catch (Row.Unreadable strange) {
      return false;
    }
  }

  private static boolean isNo(Row row, String flag) {
    return row.has(flag) && !isYes(row, flag);
  }

  private void list(Probe probe, String resource, String key, Query query) {
    chart.take(
        probe,
        () -> {
          var listing = read(resource, key, query);
          lists.put(probe, listing);
          return listing.total() + " can be read.";
        });
  }

  /// Tables that no tenant has empty.
  private void catalog(Probe probe, String resource, String key, Query query) {
    chart.take(
        probe,
        () -> {
          var count = read(resource, key, query).items().size();
          if (count == 0) {
            throw new Chart.Ill(probe, "GET /%s shows none at all.".formatted(resource));
          }
          return count + " can be read.";
        });
  }

  private Listing read(String resource, String key, Query query) {
    return Listing.of(visit.get(resource, query).checked().json(), resource, key);
  }

  private String notes() {
    var ticket =
        rows(Probe.TICKETS)
            .flatMap(row -> reference(row, "id").stream())
            .findFirst()
            .orElseThrow(() -> new Chart.Untestable("There is no ticket to have notes."));
    read("Actions", "actions", Query.of("ticket_id", ticket).with("count", 1));
    return "Those of a ticket can be read.";
  }

  private String memberships() {
    var me = agent.filter(row -> row.has("teams"));
    if (me.isEmpty()) {
      throw new Chart.Untestable("Halo does not tell the agent's teams.");
    }
    if (me.get().rows("teams").isEmpty()) {
      throw new Chart.Ill(Probe.AGENT_TEAMS, "The agent is in no team.");
    }
    return "The agent is in a team.";
  }

  private String visibility() {
    var seen = clients(Probe.CLIENTS, "id");
    if (seen.isEmpty()) {
      throw new Chart.Ill(Probe.CLIENT_VISIBILITY, "The agent sees no client at all.");
    }
    var absent = new TreeSet<Long>();
    for (var probe : EnumSet.of(Probe.TICKETS, Probe.SITES, Probe.CONTACTS, Probe.ASSETS)) {
      absent.addAll(clients(probe, "client_id"));
    }
    absent.removeAll(seen);
    if (absent.stream().limit(MAX_ABSENT).anyMatch(this::isHidden)) {
      throw new Chart.Ill(
          Probe.CLIENT_VISIBILITY,
          "There are records of clients that the agent does not see, or that were deleted.");
    }
    return "No record belongs to a client that the agent does not see.";
  }

  private boolean isHidden(long client) {
    var status = visit.get("Client/" + client, Query.NONE).status();
    return status == 403 || status == 404;
  }

  private String pages() {
    var cut =
        lists.entrySet().stream()
            .filter(each -> each.getKey() != Probe.WEBHOOKS && isCut(each.getValue()))
            .map(each -> "%s (%d)".formatted(each.getKey(), each.getValue().items().size()))
            .collect(Collectors.joining(", "));
    if (!cut.isEmpty()) {
      throw new Chart.Ill(
          Probe.PAGE_SIZE,
          "Of %d records asked for, Halo gave fewer although there are more: %s."
              .formatted(ASKED, cut));
    }
    if (lists.isEmpty()) {
      throw new Chart.Untestable("No list could be read.");
    }
    return "Pages are as long as asked for.";
  }

  private static boolean isCut(Listing listing) {
    return listing.items().size() < Math.min(ASKED, listing.total());
  }

  private Set<Long> clients(Probe probe, String name) {
    return rows(probe).flatMap(row -> reference(row, name).stream()).collect(Collectors.toSet());
  }

  private Stream<Row> rows(Probe probe) {
    return Optional.ofNullable(lists.get(probe)).stream()
        .flatMap(listing -> listing.items().stream())
        .flatMap(item -> Row.of(item).stream());
  }

  private static Optional<Long> reference(Row row, String name) {
    try {
      return row.reference(name);
    } catch (Row.Unreadable strange) {
      return Optional.empty();
    }
  }
}

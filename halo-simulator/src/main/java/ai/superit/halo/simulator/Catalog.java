package ai.superit.halo.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/// The small tables of a tenant, the same for every seed.
final class Catalog {
  static final int NEW = 1;
  static final int IN_PROGRESS = 2;
  static final int WITH_USER = 4;
  static final int CLOSED = 9;
  static final int PRIVATE_NOTE = 7;
  static final int UNASSIGNED = 1;

  record Status(int id, String name, String shortName, Kind kind, String colour) {
    enum Kind {
      OPEN,
      PENDING,
      CLOSED
    }
  }

  record Team(int id, String name, String department) {}

  record Agent(int id, String first, String last, int team, boolean disabled, String title) {
    String name() {
      return last.isEmpty() ? first : first + " " + last;
    }
  }

  record Priority(
      String guid, int id, int sla, String name, String colour, int respondHours, int fixHours) {}

  record TicketType(
      int id, String name, int itil, int sla, int priority, int team, boolean inactive) {}

  record Sla(int id, String name) {}

  record Outcome(int id, String name, boolean hidden) {}

  static final List<Status> STATUSES =
      List.of(
          new Status(1, "New", "New", Status.Kind.OPEN, "#d9534f"),
          new Status(2, "In Progress", "In Progress", Status.Kind.OPEN, "#5bc0de"),
          new Status(3, "Action Required", "Action", Status.Kind.OPEN, "#f0ad4e"),
          new Status(4, "With User", "User", Status.Kind.PENDING, "#9b59b6"),
          new Status(5, "With Supplier", "Supplier", Status.Kind.PENDING, "#8e44ad"),
          new Status(23, "On Hold", "Hold", Status.Kind.PENDING, "#95a5a6"),
          new Status(9, "Closed", "Closed", Status.Kind.CLOSED, "#5cb85c"));

  static final List<Team> TEAMS =
      List.of(
          new Team(1, "1st Line Support", "Service Desk"),
          new Team(2, "2nd Line Support", "Service Desk"),
          new Team(3, "Projects", "Professional Services"),
          new Team(4, "Network & Infrastructure", "Operations"),
          new Team(5, "Security", "Operations"));

  static final List<Agent> AGENTS =
      List.of(
          new Agent(1, "Unassigned", "", 1, false, ""),
          new Agent(2, "Sam", "Lee", 1, false, "Service Desk Engineer"),
          new Agent(3, "Priya", "Nair", 1, false, "Service Desk Engineer"),
          new Agent(4, "Tomas", "Berg", 1, false, "Service Desk Engineer"),
          new Agent(5, "Grace", "Okafor", 1, false, "Service Desk Lead"),
          new Agent(6, "Liam", "Walsh", 2, false, "Support Engineer"),
          new Agent(7, "Mei", "Tanaka", 2, false, "Support Engineer"),
          new Agent(8, "Jonas", "Keller", 2, false, "Senior Support Engineer"),
          new Agent(9, "Amira", "Haddad", 3, false, "Project Engineer"),
          new Agent(10, "Owen", "Price", 4, false, "Network Engineer"),
          new Agent(11, "Sofia", "Marques", 4, false, "Infrastructure Engineer"),
          new Agent(12, "Daniel", "Novak", 5, false, "Security Analyst"),
          new Agent(13, "Ruth", "Adler", 5, true, "Security Analyst"));

  static final List<Sla> SLAS = List.of(new Sla(1, "Standard"), new Sla(2, "Premium"));

  static final List<TicketType> TYPES =
      List.of(
          new TicketType(1, "Incident", 1, 1, 3, 1, false),
          new TicketType(2, "Change Request", 2, 1, 3, 4, false),
          new TicketType(3, "Service Request", 3, 1, 4, 1, false),
          new TicketType(4, "Problem", 4, 1, 2, 2, false),
          new TicketType(21, "Alert", 1, 1, 3, 4, false),
          new TicketType(22, "Project Task", 0, 1, 4, 3, false),
          new TicketType(30, "Legacy Request", 3, 1, 4, 1, true));

  static final List<Outcome> OUTCOMES =
      List.of(
          new Outcome(1, "First User Email", false),
          new Outcome(2, "Email User", false),
          new Outcome(3, "Email Update", false),
          new Outcome(5, "Phone Call", false),
          new Outcome(6, "Remote Session", false),
          new Outcome(PRIVATE_NOTE, "Internal Note", true),
          new Outcome(8, "Public Note", false),
          new Outcome(9, "Close Ticket", false),
          new Outcome(10, "Change Status", false),
          new Outcome(11, "Re-Assign", true));

  static final List<Priority> PRIORITIES = priorities();

  private Catalog() {}

  private static List<Priority> priorities() {
    var names = List.of("Critical", "High", "Medium", "Low");
    var colours = List.of("#c0392b", "#e67e22", "#f1c40f", "#2ecc71");
    var respond = new int[][] {{1, 2, 4, 8}, {1, 1, 2, 4}};
    var fix = new int[][] {{4, 8, 24, 72}, {2, 4, 12, 48}};
    var rows = new ArrayList<Priority>();
    for (var sla = 1; sla <= 2; sla++) {
      for (var p = 1; p <= 4; p++) {
        var name = "priority-" + sla + "-" + p;
        var guid = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        rows.add(
            new Priority(
                guid,
                p,
                sla,
                names.get(p - 1),
                colours.get(p - 1),
                respond[sla - 1][p - 1],
                fix[sla - 1][p - 1]));
      }
    }
    return List.copyOf(rows);
  }

  static boolean closes(int status) {
    return status == CLOSED;
  }

  static OptionalInt teamNamed(String name) {
    return TEAMS.stream()
        .filter(team -> team.name.equalsIgnoreCase(name))
        .mapToInt(Team::id)
        .findFirst();
  }

  static String teamName(int id) {
    return TEAMS.stream().filter(team -> team.id == id).map(Team::name).findFirst().orElse("");
  }

  static String statusName(int id) {
    return STATUSES.stream().filter(s -> s.id == id).map(Status::name).findFirst().orElse("");
  }

  static String typeName(int id) {
    return TYPES.stream().filter(t -> t.id == id).map(TicketType::name).findFirst().orElse("");
  }

  static String agentName(int id) {
    return AGENTS.stream().filter(a -> a.id == id).map(Agent::name).findFirst().orElse("");
  }

  static Priority priority(int sla, int id) {
    return PRIORITIES.stream()
        .filter(p -> p.sla == sla && p.id == id)
        .findFirst()
        .orElse(PRIORITIES.get(2));
  }

  static String outcomeName(int id) {
    return OUTCOMES.stream().filter(o -> o.id == id).map(Outcome::name).findFirst().orElse("");
  }
}

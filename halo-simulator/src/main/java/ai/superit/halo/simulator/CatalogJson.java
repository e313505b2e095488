package ai.superit.halo.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/// Writes the small tables.
final class CatalogJson {
  private CatalogJson() {}

  static void status(JsonOut out, Catalog.Status status, Quirks.StatusTypes types) {
    identity(out, "status", status.id(), status.name());
    out.text("shortname", status.shortName());
    out.number("type", types.of(status.kind()));
    out.number("sequence", status.id());
    out.text("colour", status.colour());
    out.text("slaaction", status.kind() == Catalog.Status.Kind.PENDING ? "H" : "N");
    out.number("ticket_count", 0);
    out.flag("showonquickchange", true);
  }

  static void priority(JsonOut out, Catalog.Priority priority) {
    out.text("id", priority.guid());
    out.number("priorityid", priority.id());
    out.number("slaid", priority.sla());
    out.text("name", priority.name());
    out.text("colour", priority.colour());
    out.flag("ishidden", false);
    out.number("responsetime", priority.respondHours());
    out.text("responseunits", "H");
    out.number("fixtime", priority.fixHours());
    out.text("fixunits", "H");
    out.flag("setfixtostartdate", false);
  }

  static void team(JsonOut out, Catalog.Team team) {
    identity(out, "team", team.id(), team.name());
    out.number("sequence", team.id());
    out.flag("forrequests", true);
    out.flag("foropps", false);
    out.flag("forprojects", team.id() == 3);
    out.number("department_id", team.department().hashCode() & 0xff);
    out.text("department_name", team.department());
    out.flag("inactive", false);
    out.number("ticket_count", 0);
  }

  static void agent(JsonOut out, Catalog.Agent agent) {
    out.number("id", agent.id());
    out.text("name", agent.name());
    out.text("firstname", agent.first());
    out.text("surname", agent.last());
    out.text(
        "email", agent.id() == 1 ? "" : agent.first().toLowerCase(Locale.ROOT) + "@msp.example");
    out.text("jobtitle", agent.title());
    out.flag("isdisabled", agent.disabled());
    out.flag("is_agent", true);
    out.flag("isapiagent", false);
    out.text("team", Catalog.teamName(agent.team()));
    out.array("teams", () -> out.object(() -> membership(out, agent)));
    out.number("onlinestatus", 0);
    out.text("use", "agent");
  }

  private static void membership(JsonOut out, Catalog.Agent agent) {
    out.number("id", agent.id() * 100 + agent.team());
    out.number("agent_id", agent.id());
    out.number("team_id", agent.team());
    out.text("team_name", Catalog.teamName(agent.team()));
    out.flag("is_manager", agent.title().contains("Lead"));
  }

  static void type(JsonOut out, Catalog.TicketType type) {
    identity(out, "tickettype", type.id(), type.name());
    out.text("use", "tickettype");
    out.number("sequence", type.id());
    out.number("itilrequesttype", type.itil());
    out.number("default_sla", type.sla());
    out.number("default_priority", type.priority());
    out.text("default_team", Catalog.teamName(type.team()));
    out.flag("cancreate", true);
    out.flag("agentscanselect", !type.inactive());
    out.flag("enduserscanselect", true);
    out.flag("visible", !type.inactive());
  }

  static void sla(JsonOut out, Catalog.Sla sla) {
    out.number("id", sla.id());
    out.text("name", sla.name());
    out.number("workday_id", 1);
    out.flag("trackslaresponsetime", true);
    out.flag("trackslafixbytime", true);
  }

  static void outcome(JsonOut out, Catalog.Outcome outcome) {
    out.number("id", outcome.id());
    out.text("outcome", outcome.name());
    out.text("name", outcome.name());
    out.flag("hiddenfromuser", outcome.hidden());
  }

  static void assetType(JsonOut out, AssetKind kind) {
    identity(out, "assettype", kind.id(), kind.label());
    out.number("assetgroup_id", kind.group().hashCode() & 0xff);
    out.text("assetgroup_name", kind.group());
    out.number("keyfield_id", 0);
    out.number("keyfield2_id", AssetKind.SERIAL_FIELD);
    out.text("keyfield2_name", "Serial Number");
    out.number("keyfield3_id", AssetKind.MODEL_FIELD);
    out.text("keyfield3_name", "Model");
    out.text("tagprefix", kind.prefix());
  }

  private static void identity(JsonOut out, String kind, int id, String name) {
    out.number("id", id);
    var seed = kind + "-" + id;
    out.text("guid", UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString());
    out.text("name", name);
  }
}

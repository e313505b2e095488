package ai.superit.halo.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// `/Actions`: the notes of a ticket.
final class ActionResource implements Resource {
  private final Tenant tenant;
  private final Writes writes;

  ActionResource(Tenant tenant) {
    this.tenant = tenant;
    this.writes = new Writes(tenant);
  }

  @Override
  public String area() {
    return "tickets";
  }

  @Override
  public Reply list(Call call) {
    var params = call.params();
    var ticket = tenant.tickets.find(params.integer("ticket_id", 0));
    var found =
        ticket.map(tenant.texts::notes).orElse(List.of()).stream()
            .filter(condition(params))
            .sorted(order())
            .toList();
    var rows = found.subList(0, Math.clamp(params.integer("count", found.size()), 0, found.size()));
    return Reply.object(
        200,
        out -> {
          out.number("record_count", found.size());
          out.array(
              "actions",
              () -> rows.forEach(note -> out.object(() -> counted(out, note, html(params)))));
        });
  }

  private static boolean html(Params params) {
    return params.flag("includehtmlnote") || params.flag("includedetails");
  }

  private static Predicate<Note> condition(Params params) {
    var from = params.date("startdate").orElse(Long.MIN_VALUE);
    var to = params.date("enddate").orElse(Long.MAX_VALUE);
    return note ->
        !(params.flag("excludesys") && (note.fromSystem() || note.outcomeId == 10))
            && !(params.flag("excludeprivate") && note.hidden)
            && !(params.flag("conversationonly") && note.direction == null)
            && !(params.flag("agentonly") && note.agent == 0)
            && !(params.flag("importantonly") && !note.important)
            && note.when >= from
            && note.when <= to;
  }

  private Comparator<Note> order() {
    Comparator<Note> byId = Comparator.comparingInt(note -> note.id);
    return tenant.quirks().reading().newestActionsFirst() ? byId.reversed() : byId;
  }

  @Override
  public Reply byId(Call call) {
    var ticket = tenant.ticket(call.params().integer("ticket_id", 0));
    return tenant.texts.notes(ticket).stream()
        .filter(note -> note.id == call.number())
        .findFirst()
        .map(note -> Reply.object(200, out -> counted(out, note, true)))
        .orElseGet(() -> Reply.empty(404));
  }

  @Override
  public Reply post(Call call) {
    return writes.post(call, Kind.ACTION, (out, row) -> row(out, (Note) row, true));
  }

  @Override
  public Reply delete(Call call) {
    JsonNode body =
        Json.MAPPER
            .createObjectNode()
            .put("id", call.number())
            .put("ticket_id", call.params().integer("ticket_id", onlyTicketWith(call)));
    tenant.apply(new Change(true, Kind.ACTION, call.at(), call.agent(), "", body));
    return Reply.object(200, out -> out.number("id", call.number()));
  }

  /// The only ticket that has such a note, if the tenant looks for it; otherwise 0.
  private int onlyTicketWith(Call call) {
    if (tenant.quirks().deletes().noteNeedsTicket() || call.params().has("ticket_id")) {
      return 0;
    }
    var id = call.number();
    var tickets =
        tenant.tickets.where(
            ticket -> tenant.texts.notes(ticket).stream().anyMatch(note -> note.id == id));
    return tickets.size() == 1 ? tickets.getFirst().id : 0;
  }

  private void counted(JsonOut out, Note note, boolean html) {
    row(out, note, html);
    out.number("attachment_count", files(note));
  }

  /// Without the number of its files.
  static void row(JsonOut out, Note note, boolean html) {
    out.number("id", note.id);
    out.number("ticket_id", note.ticket);
    var name = "action-" + note.ticket + "-" + note.id;
    out.text("guid", UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
    out.text("outcome", note.outcome);
    out.number("outcome_id", note.outcomeId);
    out.number("action_systemid", 0);
    out.text("who", note.who);
    out.number("who_type", note.contact > 0 ? 0 : 1);
    out.number("who_agentid", note.agent);
    out.number("actionby_agent_id", note.agent);
    out.number("actionby_user_id", note.contact);
    out.text("actionby_application_id", "");
    out.date("datetime", note.when);
    out.date("actiondatecreated", note.created);
    out.date("last_updated", note.updated);
    out.date("actioncompletiondate", note.when);
    out.text("note", note.text);
    if (html) {
      out.text("note_html", note.htmlForm());
    }
    out.flag("hiddenfromuser", note.hidden);
    out.flag("important", note.important);
    tail(out, note);
  }

  /// What was attached to the ticket itself counts for its first note.
  private int files(Note note) {
    return (int)
        AttachmentResource.of(tenant, note.ticket).stream()
            .filter(file -> file.note == note.id || (file.note == 0 && note.id == 1))
            .count();
  }

  private static void tail(JsonOut out, Note note) {
    out.decimal("timetaken", note.timeTaken);
    out.number("old_status", note.oldStatus);
    out.number("new_status", note.newStatus);
    if (note.newStatus > 0) {
      out.text("new_status_name", Catalog.statusName(note.newStatus));
    }
    out.text("emaildirection", note.direction);
    out.all(note.extra);
  }
}

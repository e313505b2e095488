package ai.superit.halo.simulator;

import org.jspecify.annotations.Nullable;

/// One entry of a ticket's history, which the original calls an action. Its id counts from 1 within
/// the ticket.
final class Note extends Row {
  int ticket;
  String who = "";
  int agent;
  int contact;
  String outcome = "";
  int outcomeId;
  String text = "";
  @Nullable String html;
  boolean hidden;
  boolean important;
  double timeTaken;
  int oldStatus;
  int newStatus;
  long when;
  @Nullable String direction;

  @Override
  void apply(Patch patch) {
    patch.take("ticket_id");
    outcome = patch.text("outcome", outcome);
    outcomeId = patch.integer("outcome_id", outcomeId);
    text = patch.text("note", text);
    html = patch.optional("note_html", html);
    hidden = patch.flag("hiddenfromuser", hidden);
    important = patch.flag("important", important);
    timeTaken = patch.decimal("timetaken", timeTaken);
    who = patch.text("who", who);
    agent = patch.integer("who_agentid", agent);
    contact = patch.integer("actionby_user_id", contact);
    newStatus = patch.integer("new_status", newStatus);
    when = patch.date("datetime", when);
    extra = patch.rest(extra);
    if (text.isEmpty() && html != null) {
      text = html.replaceAll("<[^>]*>", "");
    }
  }

  boolean fromSystem() {
    return agent == 0 && contact == 0;
  }

  String htmlForm() {
    return html != null ? html : Texts.html(text);
  }
}

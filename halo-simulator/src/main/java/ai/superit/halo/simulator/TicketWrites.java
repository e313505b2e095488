package ai.superit.halo.simulator;

import ai.superit.halo.simulator.Quirks.Touch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How writes change tickets and their notes, and what they announce. Runs under the tenant's lock.
final class TicketWrites {
  private final Tenant tenant;

  TicketWrites(Tenant tenant) {
    this.tenant = tenant;
  }

  Ticket upsert(Change change, List<Announcement> events) {
    var patch = new Patch(change.body(), change.prefix());
    var at = change.at();
    return patch.has("id") ? update(change, patch, at, events) : create(change, patch, at, events);
  }

  private Ticket create(Change change, Patch patch, long at, List<Announcement> events) {
    var ticket = new Ticket();
    ticket.id = tenant.tickets.nextId();
    ticket.occurred = at;
    ticket.created = at;
    ticket.notes = List.of();
    ticket.summary = "";
    ticket.details = "";
    ticket.apply(patch);
    if (ticket.summary.isBlank()) {
      throw patch.wrong("summary", "A summary must be entered.");
    }
    settle(ticket, patch);
    targets(ticket);
    stamp(ticket, at);
    finish(ticket, at, change.agent());
    tenant.tickets.put(ticket);
    events.add(new Announcement(Event.TICKET_LOGGED, ticket, null, change.agent(), at));
    return ticket;
  }

  private Ticket update(Change change, Patch patch, long at, List<Announcement> events) {
    var before = tenant.ticket(change.id());
    var after = tenant.texts.materialised(before);
    after.apply(patch);
    if (change.body().path("_recover").asBoolean(false)) {
      after.deleted = false;
      after.deletedAt = Dates.ABSENT;
    }
    settle(after, patch);
    stamp(before, after, patch, at);
    if (before.status != after.status && tenant.quirks().writing().statusLeavesNote()) {
      append(after, statusNote(before.status, after, change.agent(), at));
    }
    finish(after, at, change.agent());
    tenant.tickets.put(after);
    announce(before, after, null, change.agent(), at, events);
    return after;
  }

  Ticket delete(Change change, List<Announcement> events) {
    var before = tenant.ticket(change.id());
    if (before.deleted) {
      throw new Refused(Reply.empty(404));
    }
    var at = change.at();
    var after = Row.copy(before);
    after.deleted = true;
    after.deletedAt = at;
    after.updated = at;
    tenant.tickets.put(after);
    events.add(new Announcement(Event.TICKET_DELETED, after, null, change.agent(), at));
    return after;
  }

  Note note(Change change, List<Announcement> events) {
    var patch = new Patch(change.body(), change.prefix());
    var at = change.at();
    var before = tenant.ticket(ticketOf(patch));
    var after = tenant.texts.materialised(before);
    var note = patch.has("id") ? changed(after, patch) : fresh(after, change, patch, at);
    note.updated = at;
    after.status = note.newStatus > 0 ? note.newStatus : after.status;
    after.agent = Math.max(patch.integer("new_agent", after.agent), 1);
    after.team = Math.max(patch.integer("new_team", after.team), 1);
    after.lastAction = at;
    if (updates(Touch.NOTE) || (before.status != after.status && isCounted(before, after))) {
      after.updated = at;
    }
    finish(after, at, change.agent());
    tenant.tickets.put(after);
    if (!patch.has("id")) {
      events.add(new Announcement(Event.ACTION_ADDED, after, note, change.agent(), at));
    }
    announce(before, after, note, change.agent(), at, events);
    return note;
  }

  Ticket deleteNote(Change change) {
    var patch = new Patch(change.body(), change.prefix());
    var before = tenant.ticket(ticketOf(patch));
    var after = tenant.texts.materialised(before);
    var kept = tenant.texts.notes(after).stream().filter(n -> n.id != change.id()).toList();
    if (kept.size() == tenant.texts.noteCount(after)) {
      throw new Refused(Reply.empty(404));
    }
    after.notes = kept;
    after.updated = change.at();
    tenant.tickets.put(after);
    return after;
  }

  private static int ticketOf(Patch patch) {
    if (!patch.has("ticket_id")) {
      throw patch.wrong("ticket_id", "A ticket must be given.");
    }
    return patch.integer("ticket_id", 0);
  }

  private Note changed(Ticket ticket, Patch patch) {
    var id = patch.integer("id", 0);
    var notes = new ArrayList<>(tenant.texts.notes(ticket));
    for (var i = 0; i < notes.size(); i++) {
      if (notes.get(i).id == id) {
        var copy = Row.copy(notes.get(i));
        copy.apply(patch);
        notes.set(i, copy);
        ticket.notes = List.copyOf(notes);
        return copy;
      }
    }
    throw new Refused(Reply.empty(404));
  }

  private Note fresh(Ticket ticket, Change change, Patch patch, long at) {
    if (!patch.has("outcome") && !patch.has("outcome_id")) {
      throw new Refused(Reply.message(400, "An outcome must be entered."));
    }
    var note = new Note();
    note.when = at;
    note.created = at;
    note.agent = change.agent();
    note.oldStatus = ticket.status;
    note.apply(patch);
    outcome(note, patch);
    if (note.contact > 0) {
      note.agent = 0;
    }
    if (note.who.isEmpty()) {
      note.who = note.contact > 0 ? contactName(note.contact) : Catalog.agentName(note.agent);
    }
    append(ticket, note);
    return note;
  }

  private String contactName(int id) {
    return tenant.contacts.find(id).map(Contact::name).orElse("");
  }

  private static void outcome(Note note, Patch patch) {
    for (var known : Catalog.OUTCOMES) {
      if (known.id() == note.outcomeId || known.name().equalsIgnoreCase(note.outcome)) {
        note.outcomeId = known.id();
        note.outcome = known.name();
        note.hidden = patch.flag("hiddenfromuser", known.hidden());
        return;
      }
    }
  }

  private void append(Ticket ticket, Note note) {
    var notes = new ArrayList<>(tenant.texts.notes(ticket));
    note.ticket = ticket.id;
    note.id = notes.stream().mapToInt(existing -> existing.id).max().orElse(0) + 1;
    notes.add(note);
    ticket.notes = List.copyOf(notes);
  }

  private static Note statusNote(int before, Ticket ticket, int agent, long at) {
    var note = new Note();
    note.agent = agent;
    note.who = Catalog.agentName(agent);
    note.outcomeId = ticket.open() ? 10 : 9;
    note.outcome = Catalog.outcomeName(note.outcomeId);
    note.text =
        "Status changed from %s to %s."
            .formatted(Catalog.statusName(before), Catalog.statusName(ticket.status));
    note.oldStatus = before;
    note.newStatus = ticket.status;
    note.when = at;
    note.created = at;
    note.updated = at;
    return note;
  }

  /// Completes client and site from each other, and refuses what points nowhere.
  private void settle(Ticket ticket, Patch patch) {
    if (ticket.contact == -1) {
      ticket.contact = 0;
    }
    if (ticket.contact > 0 && ticket.site == 0) {
      throw patch.wrong("site_id", "A site must be given for this user.");
    }
    if (ticket.site > 0) {
      var site =
          tenant.sites.find(ticket.site).orElseThrow(() -> patch.wrong("site_id", "Unknown site."));
      ticket.client = ticket.client == 0 ? site.client : ticket.client;
    }
    if (ticket.client == 0) {
      ticket.client = 1;
      ticket.site = 1;
    }
    var client =
        tenant
            .clients
            .find(ticket.client)
            .orElseThrow(() -> patch.wrong("client_id", "Unknown client."));
    ticket.site = ticket.site == 0 ? client.mainSite : ticket.site;
    // A priority outside the SLA is silently replaced by the default one.
    ticket.priority = Catalog.priority(ticket.sla, ticket.priority).id();
  }

  private static void targets(Ticket ticket) {
    var policy = Catalog.priority(ticket.sla, ticket.priority);
    ticket.respondBy = ticket.occurred + policy.respondHours() * Dates.HOUR;
    ticket.fixBy = ticket.occurred + policy.fixHours() * Dates.HOUR;
  }

  private void stamp(Ticket before, Ticket after, Patch patch, long at) {
    after.lastAction = at;
    var silent = 0;
    silent += before.open() && !after.open() && !updates(Touch.CLOSING) ? 1 : 0;
    silent += before.parent != after.parent && !updates(Touch.NEW_PARENT) ? 1 : 0;
    var fields = patch.node().size() - 1;
    if (silent == 0 || fields > silent) {
      after.updated = at;
    }
  }

  /// Whether the change of the status moves the last update.
  private boolean isCounted(Ticket before, Ticket after) {
    return !before.open() || after.open() || updates(Touch.CLOSING);
  }

  private boolean updates(Touch touch) {
    return tenant.quirks().writing().updatedBy().contains(touch);
  }

  private static void stamp(Ticket ticket, long at) {
    ticket.updated = at;
    ticket.lastAction = at;
  }

  private static void finish(Ticket ticket, long at, int agent) {
    if (ticket.open()) {
      ticket.hasBeenClosed = false;
      ticket.closed = Dates.ABSENT;
      ticket.closedBy = 0;
    } else if (ticket.closed == Dates.ABSENT) {
      ticket.hasBeenClosed = true;
      ticket.closed = at;
      ticket.closedBy = agent;
    }
  }

  private static void announce(
      Ticket before, Ticket after, @Nullable Note note, int agent, long at, List<Announcement> to) {
    if (before.status != after.status) {
      to.add(new Announcement(Event.TICKET_STATUS_CHANGED, after, note, agent, at));
    }
    if (before.open() && !after.open()) {
      to.add(new Announcement(Event.TICKET_CLOSED, after, note, agent, at));
    }
    if (before.agent != after.agent || before.team != after.team) {
      to.add(new Announcement(Event.TICKET_REASSIGNED, after, note, agent, at));
    }
    if (note != null && note.contact > 0) {
      to.add(new Announcement(Event.TICKET_UPDATED_BY_USER, after, note, agent, at));
    }
    if (note == null || before.status != after.status) {
      to.add(new Announcement(Event.TICKET_UPDATED, after, note, agent, at));
    }
  }
}

package ai.superit.halo.simulator;

import java.util.ArrayList;
import java.util.List;

/// Makes the words of an unchanged ticket from its scenario, on demand and always the same.
final class Texts {
  private static final List<String> DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday");

  private final List<Scenario> scenarios = Scenario.load();
  private final Table<Client> clients;
  private final Table<Site> sites;
  private final Table<Contact> contacts;
  private final Table<Asset> assets;

  Texts(Table<Client> clients, Table<Site> sites, Table<Contact> contacts, Table<Asset> assets) {
    this.clients = clients;
    this.sites = sites;
    this.contacts = contacts;
    this.assets = assets;
  }

  List<Scenario> scenarios() {
    return scenarios;
  }

  static String html(String text) {
    var escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<p>" + escaped.replace("\n", "<br>") + "</p>";
  }

  String summary(Ticket ticket) {
    if (ticket.summary != null) {
      return ticket.summary;
    }
    return ticket.scenario < 0 ? "" : render(pick(scenario(ticket).summaries(), ticket), ticket);
  }

  String details(Ticket ticket) {
    if (ticket.details != null) {
      return ticket.details;
    }
    return ticket.scenario < 0 ? "" : render(matching(ticket), ticket);
  }

  String category(Ticket ticket) {
    if (ticket.category != null) {
      return ticket.category;
    }
    return ticket.scenario < 0 ? "" : scenario(ticket).category();
  }

  List<Note> notes(Ticket ticket) {
    return ticket.notes != null ? ticket.notes : generate(ticket);
  }

  int noteCount(Ticket ticket) {
    return ticket.notes != null ? ticket.notes.size() : ticket.generatedNotes;
  }

  String contactName(int id) {
    return contacts.find(id).map(Contact::name).orElse("");
  }

  String line(Scenario.Line line, Ticket ticket) {
    return render(line.text(), ticket);
  }

  /// Fixes the words, so that they stay what they were when the ticket's fields change.
  Ticket materialised(Ticket ticket) {
    var copy = Row.copy(ticket);
    copy.summary = summary(ticket);
    copy.details = details(ticket);
    copy.category = category(ticket);
    copy.notes = notes(ticket);
    return copy;
  }

  private List<Note> generate(Ticket ticket) {
    var count = ticket.generatedNotes;
    var notes = new ArrayList<Note>(count);
    var lines = ticket.scenario < 0 ? List.<Scenario.Line>of() : scenario(ticket).lines();
    var span = ticket.lastAction - ticket.occurred;
    for (var i = 0; i < count; i++) {
      var closing = !ticket.open() && i == count - 1;
      var line = closing ? scenario(ticket).closing() : lines.get(i);
      notes.add(note(ticket, i + 1, line, ticket.occurred + span * (i + 1) / count));
    }
    return notes;
  }

  private Note note(Ticket ticket, int id, Scenario.Line line, long when) {
    var note = new Note();
    note.id = id;
    note.ticket = ticket.id;
    note.text = render(line.text(), ticket);
    note.when = when;
    note.created = when;
    note.updated = when;
    switch (line.speaker()) {
      case 'u' -> fromContact(note, ticket);
      case 'p' -> fromAgent(note, ticket, Catalog.PRIVATE_NOTE);
      case 'c' -> fromAgent(note, ticket, 9);
      default -> fromAgent(note, ticket, 2);
    }
    return note;
  }

  private void fromContact(Note note, Ticket ticket) {
    note.contact = ticket.contact;
    note.who = contactName(ticket.contact);
    note.outcomeId = 3;
    note.outcome = Catalog.outcomeName(3);
    note.direction = "I";
  }

  private static void fromAgent(Note note, Ticket ticket, int outcome) {
    note.agent = ticket.agent == Catalog.UNASSIGNED ? 2 + ticket.salt % 4 : ticket.agent;
    note.who = Catalog.agentName(note.agent);
    note.outcomeId = outcome;
    note.outcome = Catalog.outcomeName(outcome);
    note.hidden = outcome == Catalog.PRIVATE_NOTE;
    note.timeTaken = (1 + (ticket.salt + note.id) % 6) * 0.25;
    if (outcome == 2) {
      note.direction = "O";
    }
    if (outcome == 9) {
      note.oldStatus = Catalog.IN_PROGRESS;
      note.newStatus = Catalog.CLOSED;
    }
  }

  private Scenario scenario(Ticket ticket) {
    return scenarios.get(ticket.scenario);
  }

  /// The details that tell the same story as the summary.
  private Template matching(Ticket ticket) {
    var scenario = scenario(ticket);
    var summary = ticket.salt % scenario.summaries().size();
    return scenario.details().get(summary % scenario.details().size());
  }

  private static Template pick(List<Template> from, Ticket ticket) {
    return from.get(ticket.salt % from.size());
  }

  private String render(Template template, Ticket ticket) {
    return template.render(placeholder -> value(placeholder, ticket));
  }

  private String value(String placeholder, Ticket ticket) {
    var salt = ticket.salt;
    return switch (placeholder) {
      case "asset" -> assets.find(ticket.firstAsset()).map(asset -> asset.tag).orElse("device");
      case "model" -> assets.find(ticket.firstAsset()).map(asset -> asset.model).orElse("device");
      case "user" -> contactName(ticket.contact);
      case "first" -> contacts.find(ticket.contact).map(contact -> contact.first).orElse("all");
      case "client" -> clients.find(ticket.client).map(client -> client.name).orElse("");
      case "site" -> sites.find(ticket.site).map(site -> site.name).orElse("");
      case "n" -> Integer.toString(100 + salt / 7 % 8900);
      case "m" -> Integer.toString(2 + salt / 11 % 19);
      case "p" -> Integer.toString(91 + salt / 13 % 8);
      case "h" -> Integer.toString(8 + salt / 17 % 9);
      case "q" -> Integer.toString(10 + salt / 19 % 49);
      case "day" -> DAYS.get(salt / 23 % DAYS.size());
      default -> throw new IllegalStateException("Unknown placeholder " + placeholder);
    };
  }
}

package ai.superit.halo.halo;

import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import ai.superit.halo.domain.webhook.ObjectRef.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One event as Halo posts it: what happened, the number of the object, and mostly the object
/// itself under a key that is called like its kind.
record EnvelopeRow(Row row) {
  /// A kind, the keys that hold it, and the words in the name of an event that mean it. What holds
  /// the other kinds as linked objects comes first. An invoice is never taken for the ticket that
  /// it bills.
  private record Sign(Kind kind, List<String> keys, List<String> words) {
    boolean isMeantBy(List<String> name) {
      return words.stream().anyMatch(name::contains);
    }
  }

  private static final Sign INVOICE =
      new Sign(Kind.INVOICE, List.of("invoice"), List.of("invoice"));

  private static final List<Sign> SIGNS =
      List.of(
          INVOICE,
          new Sign(Kind.TICKET, List.of("ticket", "faults"), List.of("ticket")),
          new Sign(Kind.ASSET, List.of("asset", "device"), List.of("asset", "device")),
          new Sign(Kind.SITE, List.of("site"), List.of("site")),
          new Sign(Kind.CONTACT, List.of("user"), List.of("user", "contact")),
          new Sign(Kind.CLIENT, List.of("client", "area"), List.of("client", "customer", "area")));

  private static final int MAX_NAME = 200;

  /// A GUID and what writers put around it.
  private static final int MAX_ID = 64;

  private static final Pattern GUID =
      Pattern.compile("\\{?\\s*([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\\s*}?");

  /// What Halo calls the delivery, in whichever way the GUID is written; empty if it is none.
  Optional<UUID> id() {
    try {
      return Optional.of(row.text("id"))
          .filter(text -> text.length() <= MAX_ID)
          .map(text -> GUID.matcher(text.strip()))
          .filter(Matcher::matches)
          .map(found -> UUID.fromString(found.group(1)));
    } catch (Row.Unreadable strange) {
      return Optional.empty();
    }
  }

  /// @param trusted whether the body may also say how the object looks
  /// @return empty if it does not say which object changed
  Optional<HaloEvent> event(boolean trusted) {
    try {
      var kind = kind();
      return object(kind).map(object -> event(object, trusted));
    } catch (Row.Unreadable strange) {
      return Optional.empty();
    }
  }

  private List<String> words() {
    return List.of(name().toLowerCase(Locale.ROOT).split("[^a-z]+"));
  }

  private HaloEvent event(ObjectRef object, boolean trusted) {
    var ticket = trusted && !tellsOfDeletion() ? ticket(object) : Optional.<Ticket>empty();
    var note = ticket.flatMap(EnvelopeRow.this::note);
    return new HaloEvent(object, name(), ticket, note, timeOrNone());
  }

  private Optional<ObjectRef> object(Kind kind) {
    return row.reference("object_id")
        .or(() -> entity(kind).flatMap(entity -> entity.reference("id")))
        .or(this::customTicket)
        .filter(id -> id <= Integer.MAX_VALUE)
        .map(id -> new ObjectRef(kind, id));
  }

  /// A custom body may name the ticket by a field of its own, or be the ticket itself.
  private Optional<Long> customTicket() {
    if (row.has("ticket_id")) {
      return row.reference("ticket_id");
    }
    return row.has("summary") || row.has("status_id") ? row.reference("id") : Optional.empty();
  }

  /// The kind of record that it is about. Only ticket events are asked for unless a person chooses
  /// others, so an event that does not say is about a ticket.
  Kind kind() {
    var words = words();
    var byName = SIGNS.stream().filter(sign -> sign.isMeantBy(words));
    if (holds("ticket") && !INVOICE.isMeantBy(words)) {
      return Kind.TICKET;
    }
    var byKey = SIGNS.stream().filter(sign -> sign.keys().stream().anyMatch(this::holds));
    return Stream.concat(byName, byKey).map(Sign::kind).findFirst().orElse(Kind.TICKET);
  }

  private boolean holds(String key) {
    return row.row(key).isPresent();
  }

  private Optional<Row> entity(Kind kind) {
    return SIGNS.stream()
        .filter(sign -> sign.kind() == kind)
        .flatMap(sign -> sign.keys().stream())
        .flatMap(key -> row.row(key).stream())
        .findFirst();
  }

  private boolean tellsOfDeletion() {
    return name().toLowerCase(Locale.ROOT).contains("delet");
  }

  private Optional<Ticket> ticket(ObjectRef object) {
    if (object.kind() != Kind.TICKET) {
      return Optional.empty();
    }
    try {
      return entity(Kind.TICKET)
          .flatMap(entity -> new TicketRow(entity).snapshot())
          .filter(ticket -> ticket.id().value() == object.id());
    } catch (Row.Unreadable strange) {
      return Optional.empty();
    }
  }

  private Optional<Note> note(Ticket ticket) {
    return row.row("action")
        .or(() -> row.row("actions"))
        .or(() -> row.rows("actions").stream().findFirst())
        .flatMap(action -> note(action, ticket.id()));
  }

  private static Optional<Note> note(Row action, TicketId ticket) {
    try {
      return new NoteRow(action).snapshot(ticket);
    } catch (Row.Unreadable strange) {
      return Optional.empty();
    }
  }

  private String name() {
    var name = textOrNone("event");
    return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
  }

  private String textOrNone(String field) {
    try {
      return row.text(field);
    } catch (Row.Unreadable strange) {
      return "";
    }
  }

  private Optional<Instant> timeOrNone() {
    return HaloTime.find(textOrNone("timestamp"));
  }
}

package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.testing.NoteBuilder;
import ai.superit.halo.domain.testing.TicketBuilder;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.util.Optional;

/// Events as deliveries and logs tell them; without a time of their own unless it is given.
final class HaloEvents {
  private HaloEvents() {}

  static ObjectRef ticket(long id) {
    return new ObjectRef(ObjectRef.Kind.TICKET, id);
  }

  /// Something happened to it.
  static HaloEvent hint(ObjectRef object) {
    return named(object, "");
  }

  static HaloEvent named(ObjectRef object, String name) {
    return new HaloEvent(object, name, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static HaloEvent named(ObjectRef object, String name, Instant at) {
    return new HaloEvent(object, name, Optional.empty(), Optional.empty(), Optional.of(at));
  }

  static HaloEvent shows(TicketBuilder snapshot) {
    return shows("", snapshot, Optional.empty());
  }

  static HaloEvent shows(TicketBuilder snapshot, NoteBuilder note) {
    return shows("action added", snapshot, Optional.of(note));
  }

  private static HaloEvent shows(String name, TicketBuilder snapshot, Optional<NoteBuilder> note) {
    var ticket = snapshot.build();
    return new HaloEvent(
        ticket(ticket.id().value()),
        name,
        Optional.of(ticket),
        note.map(NoteBuilder::build),
        Optional.empty());
  }
}

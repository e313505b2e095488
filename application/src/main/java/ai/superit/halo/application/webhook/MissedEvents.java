package ai.superit.halo.application.webhook;

import ai.superit.halo.application.webhook.DeliveryProofs.Missed;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What deliveries would have told that never came, as the log shows them. Held while a round
/// lasts, and only as much as there is room for: what is left out is read again instead.
final class MissedEvents {
  /// Of text, in characters.
  static final int ROOM = 16 << 20;

  /// What an event takes beside its text.
  private static final int BARE = 1_000;

  private final Map<DeliveryDigest, List<HaloEvent>> events = new HashMap<>();
  private long room;

  /// @param room how many characters of text are held at most
  MissedEvents(int room) {
    this.room = room;
  }

  void add(LoggedDelivery missed) {
    var size = missed.events().stream().mapToLong(MissedEvents::size).sum();
    if (size <= room && events.putIfAbsent(missed.digest(), missed.events()) == null) {
      room -= size;
    }
  }

  /// For each object what all the missed deliveries about it tell, in their order; nothing if one
  /// of them is not held, or says nothing of that object but that it is about it.
  Map<ObjectRef, List<HaloEvent>> about(Collection<Missed> missed) {
    var told = new HashMap<ObjectRef, List<HaloEvent>>();
    for (var delivery : missed) {
      for (var event : held(delivery)) {
        told.computeIfAbsent(event.object(), _ -> new ArrayList<>()).add(event);
      }
    }
    missed.forEach(delivery -> told.keySet().removeAll(untold(delivery)));
    return told;
  }

  private List<HaloEvent> held(Missed delivery) {
    return events.getOrDefault(delivery.digest(), List.of());
  }

  private Set<ObjectRef> untold(Missed delivery) {
    var untold = new HashSet<>(delivery.objects());
    held(delivery).forEach(event -> untold.remove(event.object()));
    return untold;
  }

  private static long size(HaloEvent event) {
    return BARE
        + event.ticket().map(MissedEvents::size).orElse(0L)
        + event.note().map(MissedEvents::size).orElse(0L);
  }

  private static long size(Ticket ticket) {
    return (long) ticket.text().summary().length() + ticket.text().details().length();
  }

  private static long size(Note note) {
    var html = note.html() instanceof Note.Html.Read(var source) ? source.length() : 0;
    return (long) note.text().length() + html;
  }
}

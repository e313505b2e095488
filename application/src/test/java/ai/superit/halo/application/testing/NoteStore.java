package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The notes of one ticket.
record NoteStore(State state, Key<TicketId> ticket) {
  Stored store(TicketNotes read) {
    var before = state.notes.getOrDefault(ticket, Map.of());
    var after = new HashMap<>(before);
    if (read.isWhole()) {
      after.clear();
    }
    var created = new HashSet<Long>();
    var updated = new HashSet<Long>();
    var unchanged = new HashSet<Long>();
    for (var note : read.notes().stream().map(StorableText::of).toList()) {
      var old = before.get(note.id());
      var kept = old != null && isOlder(note, old) ? old : keepingUnread(note, old);
      after.put(note.id(), kept);
      (old == null ? created : old.equals(kept) ? unchanged : updated).add(note.id().value());
    }
    state.notes.put(ticket, Map.copyOf(after));
    read.attachments()
        .ifPresent(
            files -> state.attachments.put(ticket, files.stream().map(StorableText::of).toList()));
    state.notesReadAt.put(ticket, read.readAt());
    state.notesMissing.put(ticket, read.missing());
    return new Stored(created, updated, unchanged);
  }

  boolean storeOne(Note note) {
    var notes = new HashMap<>(state.notes.getOrDefault(ticket, Map.of()));
    var old = notes.get(note.id());
    var readAt = state.notesReadAt.get(ticket);
    var newer =
        old == null ? readAt == null || readAt.isBefore(note.updatedAt().at()) : isOlder(old, note);
    if (newer) {
      notes.put(note.id(), keepingUnread(StorableText.of(note), old));
      state.notes.put(ticket, Map.copyOf(notes));
    }
    return newer;
  }

  /// HTML that was not read leaves what is stored alone.
  private static Note keepingUnread(Note note, @Nullable Note old) {
    return old != null && note.html() instanceof Note.Html.Unread ? note.with(old.html()) : note;
  }

  private static boolean isOlder(Note note, Note other) {
    return note.updatedAt().compareTo(other.updatedAt()) < 0;
  }
}

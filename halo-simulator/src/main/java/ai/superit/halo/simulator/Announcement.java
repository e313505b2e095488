package ai.superit.halo.simulator;

import org.jspecify.annotations.Nullable;

/// Something happened to an entity; for a ticket perhaps through a note.
record Announcement(Event event, Row entity, @Nullable Note note, int agent, long at) {}

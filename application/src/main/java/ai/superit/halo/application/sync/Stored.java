package ai.superit.halo.application.sync;

import java.util.Set;

/// What became of the records of one batch, by Halo's id. Each id is in one of the sets; one that
/// is in none was not stored.
///
/// @param unchanged stored before with the same content, or in a newer version
public record Stored(Set<Long> created, Set<Long> updated, Set<Long> unchanged) {
  public static final Stored NOTHING = new Stored(Set.of(), Set.of(), Set.of());

  public Stored {
    created = Set.copyOf(created);
    updated = Set.copyOf(updated);
    unchanged = Set.copyOf(unchanged);
  }
}

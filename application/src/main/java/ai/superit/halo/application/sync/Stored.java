package ai.superit.halo.application.sync;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/// What became of the records of one batch, by Halo's id. Each id is in one of the sets; one that
/// is in none was not stored.
///
/// @param unchanged stored before with the same content, or in a newer version
/// @param outside out of scope: the mirror does not have it, or no longer
public record Stored(Set<Long> created, Set<Long> updated, Set<Long> unchanged, Set<Long> outside) {
  public static final Stored NOTHING = new Stored(Set.of(), Set.of(), Set.of());

  public Stored {
    created = Set.copyOf(created);
    updated = Set.copyOf(updated);
    unchanged = Set.copyOf(unchanged);
    outside = Set.copyOf(outside);
  }

  /// Of a batch that was within the scope.
  public Stored(Set<Long> created, Set<Long> updated, Set<Long> unchanged) {
    this(created, updated, unchanged, Set.of());
  }

  public boolean tellsOf(long id) {
    return Stream.of(created, updated, unchanged, outside).anyMatch(some -> some.contains(id));
  }

  /// The same batch, of which these turned out to be out of scope.
  Stored leavingOut(Set<Long> ids) {
    return new Stored(without(created, ids), without(updated, ids), without(unchanged, ids), ids);
  }

  private static Set<Long> without(Set<Long> all, Set<Long> ids) {
    var rest = new HashSet<>(all);
    rest.removeAll(ids);
    return rest;
  }
}

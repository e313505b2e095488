package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.Revision;
import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.application.testing.State.Row;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Stores batches of records of one kind by the rule of versions: an older one never replaces a
/// newer one, and equal content changes nothing.
record Versions<I, T>(
    Map<Key<I>, Row<T>> table,
    Function<T, I> id,
    ToLongFunction<I> number,
    Function<T, Stamp> stamp) {

  /// Of records with the same id the one with the latest stamp; of equal stamps the later one.
  Collection<T> newest(List<T> batch) {
    var newest = new LinkedHashMap<I, T>();
    for (var value : batch) {
      newest.merge(
          id.apply(value),
          value,
          (one, two) -> stamp.apply(two).compareTo(stamp.apply(one)) >= 0 ? two : one);
    }
    return newest.values();
  }

  Stored store(ConnectionId connection, List<T> batch, Source source, Instant now) {
    var created = new HashSet<Long>();
    var updated = new HashSet<Long>();
    var unchanged = new HashSet<Long>();
    for (var value : newest(batch)) {
      var key = new Key<>(connection, id.apply(value));
      var stored = table.get(key);
      fate(stored, value, created, updated, unchanged).add(number.applyAsLong(key.id()));
      if (stored == null || replaces(value, stored)) {
        var revision = stored == null ? 1 : stored.revision() + 1;
        table.put(key, new Row<>(value, source, now, false, revision));
      }
    }
    return new Stored(created, updated, unchanged);
  }

  static <I, T> Revision revision(Map<Key<I>, Row<T>> table, ConnectionId connection, I id) {
    var row = table.get(new Key<>(connection, id));
    return row == null ? Revision.NONE : new Revision(row.revision());
  }

  /// Whether what is stored may be newer than a page that was asked for when that was stored.
  ///
  /// @param kept the page as it would be stored
  boolean overtakes(ConnectionId connection, T page, T kept, Revision before) {
    var stored = table.get(new Key<>(connection, id.apply(page)));
    if (stored == null || stored.deleted()) {
      return !revision(table, connection, id.apply(page)).equals(before);
    }
    if (stored.revision() == before.value()) {
      return false;
    }
    return stamp.apply(stored.value()).isKnown()
        ? !stamp.apply(page).isKnown()
        : !stored.value().equals(kept);
  }

  /// The version as which to store what a record's own page says.
  Stamp versionOf(ConnectionId connection, T page) {
    var read = stamp.apply(page);
    var mirrored = table.get(new Key<>(connection, id.apply(page)));
    if (mirrored != null) {
      return stamp.apply(mirrored.value()).followedBy(read);
    }
    var isAnyKnown =
        table.entrySet().stream()
            .filter(entry -> entry.getKey().connection().equals(connection))
            .map(entry -> entry.getValue().value())
            .sorted(
                Comparator.<T>comparingLong(row -> number.applyAsLong(id.apply(row))).reversed())
            .limit(Mirror.LATEST)
            .anyMatch(row -> stamp.apply(row).isKnown());
    return isAnyKnown ? read : Stamp.UNKNOWN;
  }

  boolean isOutdated(T value, Row<T> stored) {
    return stamp.apply(value).compareTo(stamp.apply(stored.value())) < 0;
  }

  private boolean replaces(T value, Row<T> stored) {
    return !isOutdated(value, stored) && (stored.deleted() || !value.equals(stored.value()));
  }

  private Set<Long> fate(
      @Nullable Row<T> stored, T value, Set<Long> created, Set<Long> updated, Set<Long> unchanged) {
    if (stored == null) {
      return created;
    }
    return replaces(value, stored) ? updated : unchanged;
  }
}

package ai.superit.halo.graphql;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads records by key for one request, each at most once, many with one call.
///
/// Used by the one thread that runs the request.
final class Batch<K, V> {
  private final Function<Set<K>, Map<K, V>> read;
  private final Map<K, Optional<V>> known = new HashMap<>();

  /// @param read lacks the keys that it does not find
  Batch(Function<Set<K>, Map<K, V>> read) {
    this.read = read;
  }

  boolean knows(K key) {
    return known.containsKey(key);
  }

  void put(K key, Optional<V> value) {
    known.putIfAbsent(key, value);
  }

  /// @param make turns all rows that were found into values at once
  <R> void putAll(Map<K, Optional<R>> rows, Function<Map<K, R>, Map<K, V>> make) {
    var present = new HashMap<K, R>();
    rows.forEach((key, row) -> row.ifPresent(found -> present.put(key, found)));
    var made = make.apply(present);
    rows.keySet().forEach(key -> put(key, Optional.ofNullable(made.get(key))));
  }

  void load(Set<K> keys) {
    var missing = new HashSet<K>(keys);
    missing.removeIf(this::knows);
    if (missing.isEmpty()) {
      return;
    }
    var found = read.apply(missing);
    missing.forEach(key -> known.put(key, Optional.ofNullable(found.get(key))));
  }

  @Nullable V get(K key) {
    var value = known.get(key);
    if (value == null) {
      load(Set.of(key));
      value = known.get(key);
    }
    return value == null ? null : value.orElse(null);
  }
}

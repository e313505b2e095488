package ai.superit.halo.persistence;

import ai.superit.halo.domain.Key;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;

/// A set of keys as a table that statements join.
final class Keys {
  private Keys() {}

  /// The fragment `unnest(…) as k(connection_id, id)`, in the order of the keys.
  static <I> Query table(Collection<Key<I>> keys, ToLongFunction<I> id) {
    var ordered = List.copyOf(keys);
    return Query.of(
        "unnest(?::text[]::uuid[], ?::int8[]) as k(connection_id, id)",
        ordered.stream().map(key -> key.connection().toString()).toArray(String[]::new),
        ordered.stream().map(key -> id.applyAsLong(key.id())).toArray(Long[]::new));
  }
}

package ai.superit.halo.graphql;

import java.util.HashSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Nodes that were read together, so that what they refer to is read together too: the first of
/// them that is asked for its client brings in the clients of all. That makes one call for each
/// kind of reference on a page, and every other field a plain read, without promises.
final class Siblings<N> {
  private final Session session;
  private List<N> members = List.of();

  private Siblings(Session session) {
    this.session = session;
  }

  /// Makes nodes that know each other.
  static <R, N> List<N> of(Session session, List<R> rows, BiFunction<R, Siblings<N>, N> node) {
    var siblings = new Siblings<N>(session);
    siblings.members = rows.stream().map(row -> node.apply(row, siblings)).toList();
    return siblings.members;
  }

  Session session() {
    return session;
  }

  /// What one of the nodes refers to; null if the key is null or nothing is found under it.
  ///
  /// @param keyOf gives the same reference of any of the nodes
  <K, V> @Nullable V refer(Batch<K, V> batch, @Nullable K key, Function<N, @Nullable K> keyOf) {
    if (key == null) {
      return null;
    }
    if (!batch.knows(key)) {
      var keys = new HashSet<K>();
      for (var member : members) {
        var wanted = keyOf.apply(member);
        if (wanted != null) {
          keys.add(wanted);
        }
      }
      batch.load(keys);
    }
    return batch.get(key);
  }
}

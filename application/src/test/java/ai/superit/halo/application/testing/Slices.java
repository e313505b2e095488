package ai.superit.halo.application.testing;

import ai.superit.halo.application.NamePosition;
import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.domain.Key;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Cuts pages out of whole lists.
final class Slices {
  static final Comparator<NamePosition> BY_NAME =
      Comparator.comparing(NamePosition::name)
          .thenComparing(position -> position.connection().toString())
          .thenComparingLong(NamePosition::id);

  private Slices() {}

  /// By connection, whose text sorts as its bytes do, then by id.
  static <I> Comparator<Key<I>> byKey(Comparator<I> ids) {
    return Comparator.comparing((Key<I> key) -> key.connection().toString())
        .thenComparing(Key::id, ids);
  }

  static <T, P> Slice<T> slice(
      Stream<T> rows, Function<T, P> position, Comparator<P> order, PageArgs<P> page) {
    var inReach =
        rows.filter(row -> isBeyond(position.apply(row), order, page))
            .sorted(Comparator.comparing(position, order))
            .toList();
    var more = inReach.size() > page.size();
    return new Slice<>(more ? nearest(inReach, page) : inReach, more);
  }

  private static <P> boolean isBeyond(P position, Comparator<P> order, PageArgs<P> page) {
    return page.from()
        .map(from -> order.compare(position, from))
        .map(compared -> page.backward() ? compared < 0 : compared > 0)
        .orElse(true);
  }

  private static <T> List<T> nearest(List<T> rows, PageArgs<?> page) {
    return page.backward()
        ? rows.subList(rows.size() - page.size(), rows.size())
        : rows.subList(0, page.size());
  }
}

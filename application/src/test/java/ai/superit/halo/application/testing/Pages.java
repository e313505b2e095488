package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Walks lists page by page, as a client would.
final class Pages {
  private static final int MOST_PAGES = 100;

  private Pages() {}

  /// All rows, by pages of that size; checks that only the last page says that no more follow.
  static <T, P> List<T> forwards(
      int size, Function<PageArgs<P>, Slice<T>> list, Function<T, P> position) {
    var rows = new ArrayList<T>();
    var slice = list.apply(PageArgs.first(size));
    rows.addAll(slice.rows());
    for (int page = 1; slice.more(); page++) {
      assertThat(page).isLessThan(MOST_PAGES);
      assertThat(slice.rows()).hasSize(size);
      slice = list.apply(PageArgs.firstAfter(size, position.apply(rows.getLast())));
      assertThat(slice.rows()).isNotEmpty();
      rows.addAll(slice.rows());
    }
    return rows;
  }

  /// The same from the end; the rows are in the list's order again.
  static <T, P> List<T> backwards(
      int size, Function<PageArgs<P>, Slice<T>> list, Function<T, P> position) {
    var rows = new ArrayList<T>();
    var slice = list.apply(new PageArgs<>(size, Optional.empty(), true));
    rows.addAll(slice.rows());
    for (int page = 1; slice.more(); page++) {
      assertThat(page).isLessThan(MOST_PAGES);
      assertThat(slice.rows()).hasSize(size);
      var before = Optional.of(position.apply(rows.getFirst()));
      slice = list.apply(new PageArgs<>(size, before, true));
      assertThat(slice.rows()).isNotEmpty();
      rows.addAll(0, slice.rows());
    }
    return rows;
  }

  /// Checks that pages of any size hold exactly these rows in this order, from both ends.
  static <T, P> void assertWalks(
      List<T> expected, Function<PageArgs<P>, Slice<T>> list, Function<T, P> position) {
    for (int size : List.of(1, 2, 3, expected.size(), 100)) {
      assertThat(forwards(size, list, position)).isEqualTo(expected);
      assertThat(backwards(size, list, position)).isEqualTo(expected);
    }
  }
}

package ai.superit.halo.application;

import java.util.Optional;

/// Which rows of a sorted list are asked for: `size` rows after (or, backward, before) a position
/// that is not itself included. Positions are values, never offsets, so that a list which changes
/// between two pages neither repeats nor skips what stayed.
///
/// @param <P> a position in the list's order
/// @param backward rows that end before the position, or the last rows; still in the list's order
public record PageArgs<P>(int size, Optional<P> from, boolean backward) {
  public static final int MAX_SIZE = 100;

  public PageArgs {
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException("a page has 1 to " + MAX_SIZE + " rows, not " + size);
    }
  }

  public static <P> PageArgs<P> first(int size) {
    return new PageArgs<>(size, Optional.empty(), false);
  }

  public static <P> PageArgs<P> firstAfter(int size, P position) {
    return new PageArgs<>(size, Optional.of(position), false);
  }
}

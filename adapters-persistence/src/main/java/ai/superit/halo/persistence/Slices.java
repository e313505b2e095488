package ai.superit.halo.persistence;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import java.util.List;

/// Makes pages of rows that were read in the direction that was asked for, with one more than
/// needed where there is one.
final class Slices {
  private Slices() {}

  static <T> Slice<T> of(PageArgs<?> page, List<T> read) {
    var more = read.size() > page.size();
    var rows = more ? read.subList(0, page.size()) : read;
    return new Slice<>(page.backward() ? rows.reversed() : rows, more);
  }
}

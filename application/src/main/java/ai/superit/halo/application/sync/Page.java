package ai.superit.halo.application.sync;

import java.util.List;

/// One page of a list.
///
/// @param total how many records Halo says the whole list has
/// @param rows those that could be read
/// @param rejected those that could not
/// @param unasked how many of all these rows are plainly none of those that were asked for
public record Page<T>(long total, List<T> rows, List<RejectedRow> rejected, int unasked) {
  public Page {
    rows = List.copyOf(rows);
    rejected = List.copyOf(rejected);
  }

  /// Whose rows may all be among those that were asked for.
  public Page(long total, List<T> rows, List<RejectedRow> rejected) {
    this(total, rows, rejected, 0);
  }

  public int received() {
    return rows.size() + rejected.size();
  }

  /// Whether Halo sends something else than what was asked for. A few rows of that kind say nothing
  /// about the others.
  public boolean isUnasked() {
    return unasked > 0 && unasked >= received();
  }
}

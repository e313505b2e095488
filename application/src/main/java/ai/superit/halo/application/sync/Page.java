package ai.superit.halo.application.sync;

import java.util.List;

/// One page of a list.
///
/// @param total how many records Halo says the whole list has
/// @param rows those that could be read
/// @param rejected those that could not
public record Page<T>(long total, List<T> rows, List<RejectedRow> rejected) {
  public Page {
    rows = List.copyOf(rows);
    rejected = List.copyOf(rejected);
  }

  public int received() {
    return rows.size() + rejected.size();
  }
}

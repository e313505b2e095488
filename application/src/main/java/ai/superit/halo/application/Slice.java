package ai.superit.halo.application;

import java.util.List;

/// Some rows of a sorted list, in its order.
///
/// @param more whether rows follow in the direction that was asked for
public record Slice<T>(List<T> rows, boolean more) {
  public Slice {
    rows = List.copyOf(rows);
  }
}

package ai.superit.halo.domain.sync;

import java.util.List;

/// One record that is not the same in Halo and in the mirror.
///
/// @param key Halo's number of the record; of an unreadable row whatever it had in its place
/// @param fields names of what differs, in the order of the record; only of one that is DIFFERENT
public record Difference(Kind kind, String key, List<String> fields) {
  /// What is wrong with a record.
  public enum Kind {
    DIFFERENT,
    /// Halo has it, the mirror does not.
    MISSING_HERE,
    /// The mirror has it, Halo's list does not.
    MISSING_IN_HALO,
    /// Halo sent it more than once.
    DUPLICATE,
    /// Halo sent a row that cannot be read.
    UNREADABLE
  }

  public Difference {
    fields = List.copyOf(fields);
  }
}

package ai.superit.halo.persistence;

import java.util.Optional;

/// Whether the audit log is as it was written.
public sealed interface AuditVerdict {
  /// Each entry follows from the one before.
  ///
  /// @param head the last entry; empty if there is none
  record Whole(Optional<AuditMark> head) implements AuditVerdict {}

  /// @param number of the first entry that is not as it was written
  /// @param flaw what is wrong with it, as the end of a sentence that begins with the entry
  record Broken(long number, String flaw) implements AuditVerdict {}
}

package ai.superit.halo.application.connection;

/// Who waits for a call to Halo; earlier lanes go first when the budget is short.
public enum Lane {
  /// A person waits for the answer.
  PERSON,
  /// A webhook or an assistant asked for one record again.
  REREAD,
  /// The regular look for changes.
  POLL,
  /// The first filling of the mirror, and what has time.
  BACKFILL
}

package ai.superit.halo.application.sync;

import ai.superit.halo.domain.connection.ConnectionId;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;

/// What becomes known of records that the store refuses: the cause stands in the log, where people
/// are told to look for it.
///
/// @param kind of the records, in a word
public record UnstoredRecords(ConnectionId connection, String kind) {
  /// For people; names no record, so that those of one cause are counted together.
  static final String SENTENCE =
      "the service could not store it: its log says why, see event=records_not_stored";

  private static final System.Logger LOG = System.getLogger(UnstoredRecords.class.getName());

  /// Tells the log of one record.
  ///
  /// @return what people are told
  public String tell(long id, RuntimeException refused) {
    log(List.of(id), refused.toString());
    return SENTENCE;
  }

  /// Tells the log of records that were refused for the same reason.
  public void log(Collection<Long> ids, String reason) {
    LOG.log(Level.WARNING, line(ids, reason));
  }

  String line(Collection<Long> ids, String reason) {
    return "event=records_not_stored connection=%s kind=%s ids=%s reason=%s"
        .formatted(connection, kind, ids, reason);
  }
}

package ai.superit.halo.application.sync;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rows that could not be read or stored, until they can. A run that ends complete has
/// accounted for all of its resource, so it forgets those that it did not reject itself.
public interface RejectedRows {
  /// Tells a kept row from the others of its connection.
  ///
  /// @param digest of what Halo sent, in hexadecimal
  record Id(Resource resource, String digest) {
    private static final int MOST_DIGITS = 128;

    public Id {
      if (digest.isEmpty() || digest.length() > MOST_DIGITS) {
        throw new IllegalArgumentException("a digest has 1 to 128 digits");
      }
      digest = HexFormat.of().formatHex(HexFormat.of().parseHex(digest));
    }
  }

  record Kept(Id id, RejectedRow row, Instant firstSeenAt, Instant lastSeenAt) {
    public Position position() {
      return new Position(firstSeenAt, id);
    }
  }

  /// A place in the list.
  record Position(Instant firstSeenAt, Id id) {}

  /// Those first seen last come first. A row that comes again keeps its place.
  ///
  /// @param resource empty for all
  Slice<Kept> list(ConnectionId connection, Optional<Resource> resource, PageArgs<Position> page);

  /// @param resource empty for all
  long count(ConnectionId connection, Optional<Resource> resource);

  /// Those of them that are kept, in no order.
  List<Kept> find(ConnectionId connection, Set<Id> ids);

  /// Rows with a number by which Halo can be asked for them again; those not seen for the longest
  /// time come first.
  List<Kept> longestUnseen(ConnectionId connection, Resource resource, int limit);

  /// The row is still refused, now for this reason.
  void refused(ConnectionId connection, Id id, String reason, Instant now);

  /// The record with this key is settled: all rows about it leave the list.
  void settled(ConnectionId connection, Resource resource, String key);

  /// Whatever was not seen since then is settled.
  void settledBefore(ConnectionId connection, Resource resource, Instant seenBefore);
}

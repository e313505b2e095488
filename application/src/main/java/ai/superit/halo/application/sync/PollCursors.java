package ai.superit.halo.application.sync;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import java.time.Instant;
import java.util.Optional;

/// Up to which change of Halo's each list was read, and who looks for later ones. Moments are by
/// Halo's clock unless said otherwise.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface PollCursors {
  /// Sets the cursor of a list that was read to its end; one that is there already only moves on.
  void reached(ConnectionId connection, Resource resource, Instant cursor);

  /// The cursor; empty if the list was never read to its end.
  Optional<Instant> find(ConnectionId connection, Resource resource);

  /// Takes the resource on, so that no other instance polls it before the next time.
  ///
  /// @param now by our clock
  /// @param next by our clock, when it may be taken on again
  /// @return the cursor; empty if it is not yet time, or the list was never read to its end
  Optional<Instant> claim(ConnectionId connection, Resource resource, Instant now, Instant next);
}

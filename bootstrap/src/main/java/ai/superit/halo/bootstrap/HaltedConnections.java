package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.ConnectionRemoval;
import ai.superit.halo.application.sync.SyncPauses;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Connections for which no call may begin, and what is under way ends before its next one: those
/// that somebody has paused, and those that are being deleted.
record HaltedConnections(SyncPauses pauses, ConnectionRemoval removal)
    implements Supplier<Set<ConnectionId>> {
  @Override
  public Set<ConnectionId> get() {
    var deleting = removal.awaiting().stream().map(Connection::id);
    return Stream.concat(pauses.paused().stream(), deleting).collect(Collectors.toSet());
  }
}

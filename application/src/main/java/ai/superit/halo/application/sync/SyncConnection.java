package ai.superit.halo.application.sync;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import java.util.List;

/// Fills the mirror of one connection: what tickets refer to first, then the tickets. Their notes
/// follow in the background.
public final class SyncConnection {
  /// The order in which each resource finds what it refers to.
  public static final List<Resource> ORDER =
      List.of(
          Resource.LOOKUPS,
          Resource.CLIENTS,
          Resource.SITES,
          Resource.CONTACTS,
          Resource.ASSETS,
          Resource.TICKETS,
          Resource.INVOICES);

  private final SyncResource resources;

  public SyncConnection(SyncResource resources) {
    this.resources = resources;
  }

  /// Runs everything to its end on the calling thread. A resource that fails does not keep the
  /// others from being read.
  public List<SyncResource.Outcome> syncAll(ConnectionId connection) {
    return ORDER.stream()
        .map(resource -> resources.sync(connection, resource, Lane.BACKFILL, () -> false))
        .toList();
  }
}

package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.HaloAccess;
import java.util.Optional;

/// Finds out where a stored connection can sign in, and remembers it.
public final class DiscoverTenant {
  private final HaloAccounts accounts;
  private final HaloDiscovery halo;
  private final Discoveries discoveries;

  public DiscoverTenant(HaloAccounts accounts, HaloDiscovery halo, Discoveries discoveries) {
    this.accounts = accounts;
    this.halo = halo;
    this.discoveries = discoveries;
  }

  /// How to sign in from now on, if that is elsewhere than before; empty if nothing has changed.
  public Optional<HaloAccess> discover(ConnectionId connection) {
    return accounts.access(connection).flatMap(this::moved);
  }

  private Optional<HaloAccess> moved(HaloAccess before) {
    var connection = before.connection();
    return halo.discover(before)
        .filter(found -> discoveries.keep(connection, found))
        .flatMap(_ -> accounts.access(connection))
        .filter(after -> !after.endpoint().equals(before.endpoint()));
  }
}

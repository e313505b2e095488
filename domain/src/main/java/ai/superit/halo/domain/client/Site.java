package ai.superit.halo.domain.client;

import ai.superit.halo.domain.Stamp;

/// A place of a client.
public record Site(
    SiteId id, ClientId client, String name, boolean active, String phone, Stamp updatedAt) {

  /// The same as of that version.
  public Site asOf(Stamp version) {
    return new Site(id, client, name, active, phone, version);
  }
}

package ai.superit.halo.domain.testing;

import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.SiteId;
import java.util.Optional;

/// Builds clients.
public final class ClientBuilder {
  private final Client client;

  private ClientBuilder(Client client) {
    this.client = client;
  }

  public static ClientBuilder aClient() {
    return aClient(1);
  }

  public static ClientBuilder aClient(long id) {
    return new ClientBuilder(
        new Client(new ClientId(id), "client " + id, true, Optional.empty(), Moments.changedAt(0)));
  }

  public ClientBuilder named(String name) {
    return new ClientBuilder(
        new Client(client.id(), name, client.active(), client.mainSite(), client.updatedAt()));
  }

  public ClientBuilder inactive() {
    return new ClientBuilder(
        new Client(client.id(), client.name(), false, client.mainSite(), client.updatedAt()));
  }

  public ClientBuilder mainSite(long site) {
    return new ClientBuilder(
        new Client(
            client.id(),
            client.name(),
            client.active(),
            Optional.of(new SiteId(site)),
            client.updatedAt()));
  }

  /// Changed so many minutes after noon.
  public ClientBuilder changed(long minute) {
    return new ClientBuilder(
        new Client(
            client.id(),
            client.name(),
            client.active(),
            client.mainSite(),
            Moments.changedAt(minute)));
  }

  public Client build() {
    return client;
  }
}

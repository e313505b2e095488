package ai.superit.halo.domain.testing;

import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.SiteId;
import java.util.Optional;

/// Builds clients; as lists show them unless told otherwise.
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
        new Client(
            new ClientId(id),
            "client " + id,
            true,
            Optional.empty(),
            new Client.MainContact.Unread(),
            Moments.changedAt(0)));
  }

  public ClientBuilder named(String name) {
    return new ClientBuilder(
        new Client(
            client.id(),
            name,
            client.active(),
            client.mainSite(),
            client.mainContact(),
            client.updatedAt()));
  }

  public ClientBuilder inactive() {
    return new ClientBuilder(
        new Client(
            client.id(),
            client.name(),
            false,
            client.mainSite(),
            client.mainContact(),
            client.updatedAt()));
  }

  public ClientBuilder mainSite(long site) {
    return new ClientBuilder(
        new Client(
            client.id(),
            client.name(),
            client.active(),
            Optional.of(new SiteId(site)),
            client.mainContact(),
            client.updatedAt()));
  }

  public ClientBuilder mainContact(long contact) {
    return with(new Client.MainContact.Read(Optional.of(new ContactId(contact))));
  }

  /// As the mirror has it when a list brought a newer version.
  public ClientBuilder staleMainContact(long contact) {
    return with(new Client.MainContact.Stale(Optional.of(new ContactId(contact))));
  }

  /// As its own page shows a client that has none.
  public ClientBuilder withoutMainContact() {
    return with(new Client.MainContact.Read(Optional.empty()));
  }

  /// Changed so many minutes after noon.
  public ClientBuilder changed(long minute) {
    return stamped(Moments.changedAt(minute));
  }

  public ClientBuilder stamped(Stamp stamp) {
    return new ClientBuilder(client.asOf(stamp));
  }

  public Client build() {
    return client;
  }

  private ClientBuilder with(Client.MainContact contact) {
    return new ClientBuilder(
        new Client(
            client.id(),
            client.name(),
            client.active(),
            client.mainSite(),
            contact,
            client.updatedAt()));
  }
}

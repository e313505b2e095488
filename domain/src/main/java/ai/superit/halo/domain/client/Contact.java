package ai.superit.halo.domain.client;

import ai.superit.halo.domain.Stamp;
import java.util.Optional;

/// A person at a client. Texts that Halo does not have are empty.
public record Contact(
    ContactId id,
    Optional<ClientId> client,
    Optional<SiteId> site,
    Person person,
    boolean active,
    Stamp updatedAt) {

  /// The same as of that version.
  public Contact asOf(Stamp version) {
    return new Contact(id, client, site, person, active, version);
  }

  /// How the person is called and reached.
  public record Person(String name, String email, String phone, String jobTitle) {}
}

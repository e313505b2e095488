package ai.superit.halo.domain.client;

import ai.superit.halo.domain.Stamp;
import java.util.Optional;

/// A customer of the MSP.
///
/// @param mainSite the site where the client has its main office, if it has one
public record Client(
    ClientId id,
    String name,
    boolean active,
    Optional<SiteId> mainSite,
    MainContact mainContact,
    Stamp updatedAt) {

  /// The same as of that version.
  public Client asOf(Stamp version) {
    return new Client(id, name, active, mainSite, mainContact, version);
  }

  /// Whom to ask for first. Lists do not say, so a record that comes from one is [Unread] and
  /// leaves what is stored alone.
  public sealed interface MainContact {
    /// Empty if the client has none, and if it was not read.
    Optional<ContactId> id();

    record Unread() implements MainContact {
      @Override
      public Optional<ContactId> id() {
        return Optional.empty();
      }
    }

    record Read(Optional<ContactId> id) implements MainContact {}

    /// That of an earlier version: the client was stored from a list since it was read. Only the
    /// mirror tells this of a record.
    record Stale(Optional<ContactId> id) implements MainContact {}
  }
}

package ai.superit.halo.domain.client;

import ai.superit.halo.domain.Stamp;
import java.util.Optional;

/// An organisation that the MSP serves.
///
/// @param mainSite the site where the client has its main office, if it has one
public record Client(
    ClientId id,
    String name,
    boolean active,
    Optional<SiteId> mainSite,
    MainContact mainContact,
    Stamp updatedAt) {

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
  }
}

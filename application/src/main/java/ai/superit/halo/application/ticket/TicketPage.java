package ai.superit.halo.application.ticket;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.client.ClientReads.ClientView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Some tickets of a list, with what was read along with them.
public record TicketPage(Slice<TicketView> tickets, Along along) {
  /// What tickets refer to and a store can read in the same breath.
  public enum Reference {
    CLIENT,
    CONTACT,
    ASSETS
  }

  /// What is known about the references. A key that is missing was not looked for; an empty value
  /// was, and there is nothing that the caller may see.
  ///
  /// @param assets at most 100 of each ticket, in the order of their numbers
  public record Along(
      Map<Key<ClientId>, Optional<ClientView>> clients,
      Map<Key<ContactId>, Optional<Mirrored<Contact>>> contacts,
      Map<Key<TicketId>, List<Mirrored<Asset>>> assets) {}
}

package ai.superit.halo.application.client;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.NamePosition;
import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.Visibility;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads clients, sites, contacts and invoices. Whatever the caller may not see is as if it were
/// not there; records that Halo has deleted are not returned. Maps lack the keys that were not
/// found.
public interface ClientReads {
  /// @param connection only clients of this one
  /// @param nameContains only clients whose name holds this text, without regard to case
  /// @param active only active or only retired clients
  record Filter(
      Optional<ConnectionId> connection, Optional<String> nameContains, Optional<Boolean> active) {
    public static final Filter ALL =
        new Filter(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// A client with the link that decides its team.
  record ClientView(Mirrored<Client> client, Optional<ClientLink> link) {}

  /// How far the reading of clients' own pages is.
  ///
  /// @param unread clients whose own page was never read, or not since they last changed; of those
  ///   that Halo does not stamp, not within a day
  record PagesGap(long unread, long clients) {}

  /// By name.
  Slice<ClientView> clients(Visibility visibility, Filter filter, PageArgs<NamePosition> page);

  long countClients(Visibility visibility, Filter filter);

  Map<Key<ClientId>, ClientView> clientsByKey(Visibility visibility, Set<Key<ClientId>> keys);

  Map<Key<SiteId>, Mirrored<Site>> sitesByKey(Visibility visibility, Set<Key<SiteId>> keys);

  Map<Key<ContactId>, Mirrored<Contact>> contactsByKey(
      Visibility visibility, Set<Key<ContactId>> keys);

  /// The client's sites, by name.
  Slice<Mirrored<Site>> sites(
      Visibility visibility, Key<ClientId> client, PageArgs<NamePosition> page);

  /// The client's contacts, by name.
  Slice<Mirrored<Contact>> contacts(
      Visibility visibility, Key<ClientId> client, PageArgs<NamePosition> page);

  /// Only managers see invoices.
  Map<Key<InvoiceId>, Mirrored<Invoice>> invoicesByKey(
      Visibility visibility, Set<Key<InvoiceId>> keys);

  /// The client's invoices, highest number of Halo's first.
  ///
  /// @param page positions are those numbers
  Slice<Mirrored<Invoice>> invoices(
      Visibility visibility, Key<ClientId> client, PageArgs<Long> page);

  PagesGap pagesGap(ConnectionId connection, Instant now);
}

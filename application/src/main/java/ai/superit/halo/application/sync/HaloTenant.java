package ai.superit.halo.application.sync;

import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.ticket.Attachment;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads records of one tenant, within the budget of calls that it grants us. Every method throws
/// [HaloUnavailable][ai.superit.halo.application.connection.HaloUnavailable] if Halo does not
/// answer as it should, after the retries that are safe.
///
/// Pages hold at most 100 records, by Halo's id. Lists contain retired records, never deleted ones.
public interface HaloTenant {
  /// All rows of all kinds, each once, and as many more as Halo counts and did not send.
  Page<Lookup> lookups();

  Page<Client> clients(PageQuery query);

  Page<Site> sites(PageQuery query);

  Page<Contact> contacts(PageQuery query);

  /// With their relations, where the tenant's lists show them.
  Page<Asset> assets(PageQuery query);

  /// @throws IllegalArgumentException if both sections are asked for at once
  Page<Ticket> tickets(PageQuery query);

  /// Halo cannot be asked which of them have changed: the list is always the whole one.
  Page<Invoice> invoices(PageQuery query);

  /// How many tickets Halo counts in the section, by one call.
  long countTickets(PageQuery.Section section);

  /// All notes of the ticket in one page, oldest first, and what is known of its files, read only
  /// if a note says that there are any.
  Conversation conversation(TicketId ticket);

  /// The notes alone.
  default Page<Note> notes(TicketId ticket) {
    return conversation(ticket).notes();
  }

  /// @param attachments empty if Halo does not let us read them, or if notes are missing and those
  ///   that came have none
  record Conversation(Page<Note> notes, Optional<List<Attachment>> attachments) {}

  /// Empty if Halo has no such ticket, or has deleted it. Carries the ticket's assets.
  Optional<Ticket> findTicket(TicketId id);

  Optional<Client> findClient(ClientId id);

  Optional<Site> findSite(SiteId id);

  Optional<Contact> findContact(ContactId id);

  /// Carries the asset's relations.
  Optional<Asset> findAsset(AssetId id);

  Optional<Invoice> findInvoice(InvoiceId id);

  /// The same tenant, for records that Halo itself says it has deleted: that one of them is not
  /// found is believed without asking for anything else.
  HaloTenant believed();

  /// What Halo's own clock showed when it answered last; empty if it never said.
  Optional<Instant> clock();

  /// How many calls were sent to Halo through this object, not counting repeated ones.
  long calls();

  /// How long it takes until so many more calls are let through, if nobody else calls.
  ///
  /// @param pace the least time between two of them
  Duration timeFor(long calls, Duration pace);
}

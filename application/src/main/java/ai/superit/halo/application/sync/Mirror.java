package ai.superit.halo.application.sync;

import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Writes what was read from Halo into the mirror. Each call is atomic. A record replaces the
/// stored one only if its stamp is not older and its content differs; a deleted one that comes
/// again, and not in an older version, is alive again, which counts as updated. Text that the store
/// cannot hold is stored with replacement characters. Where a batch holds an id twice, the later
/// stamp wins.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface Mirror {
  /// How many records, those with the highest numbers, show whether lists tell versions.
  int LATEST = 200;

  Stored storeLookups(ConnectionId connection, List<Lookup> lookups, Source source);

  /// A main contact that was read replaces the one stored before.
  Stored storeClients(ConnectionId connection, List<Client> clients, Source source);

  /// What the mirror has of a record, to be asked before the record's own page is.
  Revision revision(ConnectionId connection, ObjectRef record);

  /// Stores what a client's own page says. Its version is the page's only if the mirror knows the
  /// one before. Else the one before stays: what lists show is compared with it from then on, and
  /// one that they do not tell would be later than all of theirs. Of a client that the mirror does
  /// not have, the version is the page's only if it knows that of any of the [#LATEST] ones.
  ///
  /// Nothing is stored if the client was changed in the mirror or taken out of it since the page
  /// was asked for, unless it is still there and both versions are known, or its own is not and the
  /// page says what is stored: the page may be older than that, and nothing else tells.
  ///
  /// @param before what the mirror had when the page was asked for
  /// @return tells of the client unless nothing was stored for that reason
  Stored storePage(ConnectionId connection, Client page, Revision before, Source source);

  Stored storeSites(ConnectionId connection, List<Site> sites, Source source);

  /// As of a client.
  Stored storePage(ConnectionId connection, Site page, Revision before, Source source);

  Stored storeContacts(ConnectionId connection, List<Contact> contacts, Source source);

  /// As of a client.
  Stored storePage(ConnectionId connection, Contact page, Revision before, Source source);

  Stored storeInvoices(ConnectionId connection, List<Invoice> invoices, Source source);

  /// As of a client.
  Stored storePage(ConnectionId connection, Invoice page, Revision before, Source source);

  /// Relations that were read replace those stored before.
  Stored storeAssets(ConnectionId connection, List<Asset> assets, Source source);

  /// As of a client.
  Stored storePage(ConnectionId connection, Asset page, Revision before, Source source);

  /// A route is stored even where the ticket itself is unchanged, unless an older version has
  /// another client than the stored one: its route is not the stored ticket's. Asset links that
  /// were read replace those stored before; a tag adds the client's asset with that tag, if the
  /// mirror has it and the ticket has no links yet.
  Stored storeTickets(ConnectionId connection, List<RoutedTicket> tickets, Source source);

  /// If none is missing, these are all the ticket's notes: others are removed. Else the others
  /// stay, since they may be among the missing ones. Remembers when the notes were read, and how
  /// many are missing. Attachments that were read replace those stored before.
  Stored storeNotes(ConnectionId connection, TicketId ticket, TicketNotes notes, Source source);

  /// Adds or replaces one note, if it is newer than the stored one, and leaves the others alone. A
  /// note that is not stored and not newer than the last reading of all of them was deleted since.
  ///
  /// @return whether it was stored
  boolean storeNote(ConnectionId connection, Note note, Source source);

  /// Which living records of the resource have an id that is not among these; those aside that were
  /// stored at that moment or later.
  ///
  /// @param limit how many of the ids are told, lowest first
  Absent absent(
      ConnectionId connection,
      Resource resource,
      Set<Long> present,
      Instant storedBefore,
      int limit);

  /// @param count how many records are absent
  /// @param ids some of theirs, or all
  /// @param living how many records of the resource live in the mirror, absent or not
  record Absent(long count, List<Long> ids, long living) {
    public Absent {
      ids = List.copyOf(ids);
    }
  }

  /// Which of these records of the resource live in the mirror.
  Set<Long> living(ConnectionId connection, Resource resource, Set<Long> ids);

  /// Takes out all living records of the resource that are out of scope by what the mirror knows of
  /// them; the status of an asset counts only if Halo said it of the version that is stored. They
  /// are as good as deleted here, and alive again when they come within a scope.
  ///
  /// @param resource [Scope#limits] may say yes for it
  /// @param stopping asked now and then; the rest stays then
  /// @return how many
  long retireOutside(
      ConnectionId connection,
      Resource resource,
      Scope scope,
      Instant now,
      BooleanSupplier stopping);

  /// The same, only among these.
  long retireOutside(
      ConnectionId connection, Resource resource, Set<Long> ids, Scope scope, Instant now);

  /// Which of these assets, in the mirror or taken out of it, have none of these statuses as far as
  /// Halo said theirs: of the version that is stored, and of one not older than the one given.
  Set<Long> inOtherStatus(ConnectionId connection, Map<Long, Stamp> assets, Set<String> statuses);

  /// Marks one record as deleted; false if there was none alive.
  boolean retire(ConnectionId connection, ObjectRef object, Source source);

  /// The clients of those of these tickets that the mirror has alive. A deleted one is left out, so
  /// that a late event about it cannot bring it back.
  Map<TicketId, ClientId> clientsOf(ConnectionId connection, Set<TicketId> tickets);

  /// The stamps of those of these tickets that the mirror has alive.
  Map<TicketId, Stamp> versionsOf(ConnectionId connection, Set<TicketId> tickets);

  /// The same. Nobody else writes these until the transaction under way ends.
  Map<TicketId, Stamp> lockVersions(ConnectionId connection, Set<TicketId> tickets);

  /// Remembers that the ticket's own page was read, which [#storeTickets] knows by itself of a page
  /// that shows the assets. Nothing happens if the mirror has a newer version by now.
  void pageRead(ConnectionId connection, TicketId ticket, Stamp version);

  /// Living tickets whose notes were never read, or read before the last action on them, or whose
  /// own page was not read since they were last stored from a list: open ones and those changed
  /// since the given instant, latest change first.
  List<AwaitingNotes> ticketsAwaitingNotes(
      ConnectionId connection, Instant changedSince, int limit);

  /// Living tickets of which notes are missing, latest change first.
  List<AwaitingNotes> ticketsMissingNotes(ConnectionId connection, int limit);

  /// How many notes of living tickets are missing.
  long missingNotes(ConnectionId connection);

  /// Links tickets that named an asset by a tag which the mirror did not know then. Not as one:
  /// what was linked before a failure stays so, and whoever repeats this links the rest.
  ///
  /// @return how many links were added
  long linkTaggedAssets(ConnectionId connection);
}

package ai.superit.halo.application.sync;

import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Tally;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.List;

/// Reads the notes of tickets, and the assets that only a ticket's own page shows.
public final class FillNotes {
  private static final Source SOURCE = Source.reread("notes");

  /// A ticket whose notes could not be read.
  public record UnreadNotes(TicketId ticket, RuntimeException reason) {}

  private final HaloTenants tenants;
  private final Mirror mirror;
  private final StoreTickets tickets;

  public FillNotes(HaloTenants tenants, Mirror mirror, StoreTickets tickets) {
    this.tenants = tenants;
    this.mirror = mirror;
    this.tickets = tickets;
  }

  /// What became of one ticket.
  sealed interface Filling {
    /// @param tally counts its notes
    /// @param behind whether its own page showed an older version than the one in the mirror
    record Read(Tally tally, List<RejectedRow> rejected, boolean behind) implements Filling {}

    record Failed(UnreadNotes unread) implements Filling {}
  }

  /// What became of each of the tickets, in their order.
  ///
  /// @throws CallsEnded if this service stops; what was read is stored
  List<Filling> fill(ConnectionId connection, List<AwaitingNotes> awaiting, Lane lane) {
    var tenant = tenants.tenant(connection, lane);
    return SideBySideReads.of(
        awaiting,
        ticket -> {
          try {
            return fill(connection, tenant, ticket);
          } catch (CallsEnded stopping) {
            throw stopping;
          } catch (RuntimeException failure) {
            return new Filling.Failed(new UnreadNotes(ticket.ticket(), failure));
          }
        });
  }

  private Filling fill(ConnectionId connection, HaloTenant tenant, AwaitingNotes awaiting) {
    var behind = false;
    if (awaiting.page()) {
      var page = tenant.findTicket(awaiting.ticket());
      if (page.isEmpty()) {
        mirror.retire(
            connection, new ObjectRef(ObjectRef.Kind.TICKET, awaiting.ticket().value()), SOURCE);
        return new Filling.Read(Tally.ZERO, List.of(), false);
      }
      behind = page.get().updatedAt().compareTo(awaiting.version()) < 0;
      store(connection, page.get());
    }
    return awaiting.notes()
        ? fillNotes(connection, tenant, awaiting, behind)
        : new Filling.Read(Tally.ZERO, List.of(), behind);
  }

  private void store(ConnectionId connection, Ticket page) {
    tickets.store(connection, List.of(page), SOURCE);
    if (!(page.assets() instanceof Ticket.AssetLinks.Read)) {
      mirror.pageRead(connection, page.id(), page.updatedAt());
    }
  }

  private Filling fillNotes(
      ConnectionId connection, HaloTenant tenant, AwaitingNotes awaiting, boolean behind) {
    var conversation = tenant.conversation(awaiting.ticket());
    var notes = conversation.notes();
    var read = TicketNotes.of(conversation, awaiting.lastActionAt());
    var stored = mirror.storeNotes(connection, awaiting.ticket(), read, SOURCE);
    return new Filling.Read(tally(notes, stored), notes.rejected(), behind);
  }

  private static Tally tally(Page<Note> notes, Stored stored) {
    return new Tally(
        notes.total(),
        notes.received(),
        notes.rows().stream().map(Note::id).distinct().count(),
        stored.created().size(),
        stored.updated().size(),
        stored.unchanged().size(),
        notes.rejected().size(),
        0);
  }
}

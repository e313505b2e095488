package ai.superit.halo.application.sync;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Tally;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Reads the notes of tickets whose notes are older than the ticket, and, the first time, the
/// assets that only a ticket's own page shows.
public final class FillNotes {
  private static final int PARALLEL_TICKETS = 4;

  /// What one round did.
  ///
  /// @param rejected notes that could not be read
  /// @param failed tickets that stay as they were, and why
  public record Filled(
      int tickets, long notes, List<RejectedRow> rejected, List<UnreadNotes> failed) {
    public Filled {
      rejected = List.copyOf(rejected);
      failed = List.copyOf(failed);
    }
  }

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
    record Read(Tally tally, List<RejectedRow> rejected) implements Filling {}

    record Failed(UnreadNotes unread) implements Filling {}
  }

  /// Takes the tickets that changed last first.
  ///
  /// @param changedSince older tickets that are closed are left alone
  /// @throws HaloUnavailable if not one of the tickets could be read
  public Filled fill(ConnectionId connection, Instant changedSince, int limit, Lane lane) {
    return sum(
        fill(connection, mirror.ticketsAwaitingNotes(connection, changedSince, limit), lane));
  }

  /// What became of each of the tickets, in their order.
  List<Filling> fill(ConnectionId connection, List<AwaitingNotes> awaiting, Lane lane) {
    var tenant = tenants.tenant(connection, lane);
    var slots = new Semaphore(PARALLEL_TICKETS);
    var fillings = new ArrayList<Future<Filling>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var ticket : awaiting) {
        slots.acquireUninterruptibly();
        fillings.add(
            threads.submit(() -> {
              try {
                return fill(connection, tenant, ticket);
              } catch (RuntimeException failure) {
                return new Filling.Failed(new UnreadNotes(ticket.ticket(), failure));
              } finally {
                slots.release();
              }
            }));
      }
    }
    return fillings.stream().map(Future::resultNow).toList();
  }

  private Filling fill(ConnectionId connection, HaloTenant tenant, AwaitingNotes awaiting) {
    var source = Source.reread("notes");
    if (!awaiting.readBefore()) {
      var ticket = tenant.findTicket(awaiting.ticket());
      if (ticket.isEmpty()) {
        mirror.retire(
            connection, new ObjectRef(ObjectRef.Kind.TICKET, awaiting.ticket().value()), source);
        return new Filling.Read(Tally.ZERO, List.of());
      }
      tickets.store(connection, List.of(ticket.get()), source);
    }
    var conversation = tenant.conversation(awaiting.ticket());
    var notes = conversation.notes();
    var read = TicketNotes.of(conversation, awaiting.lastActionAt());
    var stored = mirror.storeNotes(connection, awaiting.ticket(), read, source);
    return new Filling.Read(tally(notes, stored), notes.rejected());
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

  private static Filled sum(List<Filling> fillings) {
    var notes = 0L;
    var rejected = new ArrayList<RejectedRow>();
    var failed = new ArrayList<UnreadNotes>();
    for (var filling : fillings) {
      switch (filling) {
        case Filling.Read(var tally, var rows) -> {
          notes += tally.received() - tally.rejected();
          rejected.addAll(rows);
        }
        case Filling.Failed(var unread) -> failed.add(unread);
      }
    }
    if (!failed.isEmpty() && failed.size() == fillings.size()) {
      throw failed.getFirst().reason();
    }
    return new Filled(fillings.size() - failed.size(), notes, rejected, failed);
  }
}

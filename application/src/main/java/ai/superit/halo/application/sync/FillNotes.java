package ai.superit.halo.application.sync;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Tally;
import ai.superit.halo.domain.ticket.Note;
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
  /// @param failed tickets that stay as they were
  public record Filled(int tickets, long notes, int failed) {}

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

    record Failed(RuntimeException reason) implements Filling {}
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
                return new Filling.Failed(failure);
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
    var notes = tenant.notes(awaiting.ticket());
    var stored =
        mirror.storeNotes(
            connection, awaiting.ticket(), notes.rows(), readAt(awaiting, notes.rows()), source);
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

  /// By Halo's clock, not ours: an action after this moment makes the notes stale again.
  private static Instant readAt(AwaitingNotes awaiting, List<Note> notes) {
    return notes.stream()
        .map(Note::at)
        .filter(awaiting.lastActionAt()::isBefore)
        .max(Instant::compareTo)
        .orElse(awaiting.lastActionAt());
  }

  private static Filled sum(List<Filling> fillings) {
    var failures = fillings.stream().filter(Filling.Failed.class::isInstance).toList();
    if (!failures.isEmpty() && failures.size() == fillings.size()) {
      throw ((Filling.Failed) failures.getFirst()).reason();
    }
    var notes =
        fillings.stream()
            .mapToLong(filling ->
                switch (filling) {
                  case Filling.Read(var tally, _) -> tally.received() - tally.rejected();
                  case Filling.Failed _ -> 0;
                })
            .sum();
    return new Filled(fillings.size() - failures.size(), notes, failures.size());
  }
}

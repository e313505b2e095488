package ai.superit.halo.application.sync;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;

/// Reads records that a person names from Halo again, as after an event about them, and tickets
/// with their notes.
public final class SyncRecords {
  /// How many records one call reads: somebody waits for the answer.
  public static final int MOST = 100;

  private static final int PARALLEL_READS = 6;
  private static final Source SOURCE = Source.reread("by hand");

  /// What became of a record.
  public enum Fate {
    CREATED,
    UPDATED,
    /// The mirror had it with the same content, or in a newer version.
    UNCHANGED,
    /// The mirror does not have it, or no longer.
    NOT_FOUND_IN_HALO,
    OUT_OF_SCOPE,
    /// Halo sent what cannot be read or stored.
    REJECTED,
    /// Halo did not answer, or others stored the record each time it was read.
    UNREAD
  }

  /// @param reason what is wrong, for a person; empty if nothing is
  public record Synced(long id, Fate fate, String reason) {}

  public sealed interface Outcome {
    /// @param records in the order in which they were named, each once
    record Done(List<Synced> records) implements Outcome {
      public Done {
        records = List.copyOf(records);
      }
    }

    record ConnectionUnknown() implements Outcome {}

    record Rejected(Problem problem) implements Outcome {}
  }

  /// @param notes of a ticket
  private record Reread(Stored stored, Optional<AwaitingNotes> notes) {}

  /// @param rejectedNotes of a ticket, which could not be read or stored
  private record Reading(Synced synced, List<RejectedRow> rejectedNotes) {
    Reading(long id, Fate fate, String reason) {
      this(new Synced(id, fate, reason), List.of());
    }

    boolean isSettled() {
      return synced.fate() != Fate.REJECTED && synced.fate() != Fate.UNREAD;
    }
  }

  private final Connections connections;
  private final HaloTenants tenants;
  private final SyncResource.Stores stores;
  private final RejectedRows rejected;
  private final InstantSource clock;

  public SyncRecords(
      Connections connections,
      HaloTenants tenants,
      SyncResource.Stores stores,
      RejectedRows rejected,
      InstantSource clock) {
    this.connections = connections;
    this.tenants = tenants;
    this.stores = stores;
    this.rejected = rejected;
    this.clock = clock;
  }

  /// @param ids Halo's numbers of records of the resource
  /// @throws HaloUnavailable if Halo answered for none of them
  public Outcome sync(Caller manager, ConnectionId connection, Resource resource, List<Long> ids) {
    if (connections.findLiving(manager.visibility(), connection).isEmpty()) {
      return new Outcome.ConnectionUnknown();
    }
    var problem = problem(resource, ids);
    if (problem.isPresent()) {
      return new Outcome.Rejected(problem.get());
    }
    var wanted = ids.stream().distinct().toList();
    stores.runs().rereading(connection, resource, wanted);
    var records = read(connection, resource, wanted);
    if (records.stream().allMatch(record -> record.fate() == Fate.UNREAD)) {
      throw new HaloUnavailable(HaloUnavailable.Cause.UNREACHABLE, records.getFirst().reason());
    }
    return new Outcome.Done(records);
  }

  private static Optional<Problem> problem(Resource resource, List<Long> ids) {
    if (!PollChanges.POLLED.contains(resource)) {
      var message = "is one of " + PollChanges.POLLED + ": the others have no records of their own";
      return Optional.of(new Problem("resource", Problem.Code.INVALID, message));
    }
    return ids.isEmpty() || ids.size() > MOST || ids.stream().anyMatch(id -> id <= 0)
        ? Optional.of(
            new Problem(
                "haloIds",
                Problem.Code.INVALID,
                "must be 1 to %d numbers of HaloPSA, each above 0".formatted(MOST)))
        : Optional.empty();
  }

  private List<Synced> read(ConnectionId connection, Resource resource, List<Long> ids) {
    var reader = reader(connection, resource);
    var slots = new Semaphore(PARALLEL_READS);
    var heldBack = new AtomicReference<>("");
    var reads = new ArrayList<Future<Reading>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var id : ids) {
        slots.acquireUninterruptibly();
        reads.add(
            threads.submit(() -> {
              try {
                return heldBack.get().isEmpty()
                    ? read(connection, resource, reader, id, heldBack)
                    : new Reading(id, Fate.UNREAD, heldBack.get());
              } finally {
                slots.release();
              }
            }));
      }
    }
    return reads.stream()
        .map(PageReader::result)
        .map(reading -> noted(connection, resource, reading))
        .toList();
  }

  /// On the thread of who asked: on another one it would not be recorded in anybody's name.
  private Synced noted(ConnectionId connection, Resource resource, Reading reading) {
    var synced = reading.synced();
    if (reading.isSettled()) {
      rejected.settled(connection, resource, String.valueOf(synced.id()));
    }
    if (!reading.rejectedNotes().isEmpty()) {
      stores.runs().reject(connection, Resource.NOTES, reading.rejectedNotes(), clock.instant());
    }
    return synced;
  }

  /// A ticket says itself until when it has notes.
  private LongFunction<Optional<Reread>> reader(ConnectionId connection, Resource resource) {
    var tenant = tenants.tenant(connection, Lane.PERSON);
    if (resource == Resource.TICKETS) {
      return id ->
          tenant
              .findTicket(new TicketId(id))
              .map(ticket -> {
                var times = ticket.times();
                var lastAction = times.lastActionAt().orElse(times.openedAt());
                return new Reread(
                    stores.tickets().store(connection, List.of(ticket), SOURCE),
                    Optional.of(AwaitingNotes.notesOf(ticket.id(), lastAction)));
              });
    }
    var listing =
        new Listings(stores.mirror(), stores.tickets(), stores.comparisons())
            .of(resource, tenant, connection, SOURCE);
    return id -> listing.reread(id).map(stored -> new Reread(stored, Optional.empty()));
  }

  /// @param heldBack is told why the tenant cannot be called for now: the rest need not wait as
  ///   long
  private Reading read(
      ConnectionId connection,
      Resource resource,
      LongFunction<Optional<Reread>> reader,
      long id,
      AtomicReference<String> heldBack) {
    try {
      var reread = reader.apply(id);
      if (reread.isEmpty()) {
        stores.mirror().retire(connection, Deletions.object(resource, id), SOURCE);
        return new Reading(id, Fate.NOT_FOUND_IN_HALO, "");
      }
      var fate = fate(reread.get().stored(), id);
      var notes = reread.get().notes().filter(_ -> fate != Fate.OUT_OF_SCOPE);
      return notes
          .map(of -> withNotes(connection, id, fate, of))
          .orElseGet(() -> new Reading(id, fate, ""));
    } catch (UnreadableRecord strange) {
      return new Reading(id, Fate.REJECTED, strange.flaw());
    } catch (CallsHeldBack unsent) {
      heldBack.set(String.valueOf(unsent.getMessage()));
      return new Reading(id, Fate.UNREAD, heldBack.get());
    } catch (HaloUnavailable unavailable) {
      return new Reading(id, Fate.UNREAD, String.valueOf(unavailable.getMessage()));
    } catch (RereadRecords.Overtaken overtaken) {
      return new Reading(id, Fate.UNREAD, String.valueOf(overtaken.getMessage()));
    } catch (StoreUnavailable | CallsEnded left) {
      throw left;
    } catch (RuntimeException refused) {
      return new Reading(
          id, Fate.REJECTED, new UnstoredRecords(connection, resource.name()).tell(id, refused));
    }
  }

  private static Fate fate(Stored stored, long id) {
    if (stored.created().contains(id)) {
      return Fate.CREATED;
    }
    if (stored.updated().contains(id)) {
      return Fate.UPDATED;
    }
    return stored.outside().contains(id) ? Fate.OUT_OF_SCOPE : Fate.UNCHANGED;
  }

  private Reading withNotes(ConnectionId connection, long id, Fate fate, AwaitingNotes awaiting) {
    var filling = new FillNotes(tenants, stores.mirror(), stores.tickets());
    return switch (filling.fill(connection, List.of(awaiting), Lane.PERSON).getFirst()) {
      case FillNotes.Filling.Read(_, var rows, _) when rows.isEmpty() -> new Reading(id, fate, "");
      case FillNotes.Filling.Read(_, var rows, _) -> {
        var reason = rows.size() + " notes could not be read; see the rejected rows";
        yield new Reading(new Synced(id, fate, reason), rows);
      }
      case FillNotes.Filling.Failed(var unread) ->
          new Reading(id, fate, "its notes could not be read: " + unread.reason().getMessage());
    };
  }
}

package ai.superit.halo.application.sync;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.RejectedRows.Kept;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.team.Caller;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Tries again what could not be read or stored. What was kept of a row is old by now, so the
/// record is read from Halo again, by its number; notes are read ticket by ticket.
public final class RetryRejectedRows {
  /// How many records, or tickets with their notes, one call reads: somebody waits for the answer.
  public static final int MOST = 20;

  private static final Source SOURCE = Source.reread("retry");
  private static final Pattern NUMBER = Pattern.compile("0*([1-9]\\d{0,17})(?:\\.0+)?");

  /// Which rows are tried again.
  public sealed interface Selection {
    record Rows(Set<RejectedRows.Id> ids) implements Selection {
      public Rows {
        ids = Set.copyOf(ids);
      }
    }

    /// As many as one call may, those not seen for the longest time first.
    record Of(Resource resource) implements Selection {}
  }

  public sealed interface Outcome {
    /// @param settled how many rows were tried and left the list: their records are stored now, or
    ///   Halo no longer has them
    /// @param refused rows that were tried or cannot be tried by themselves, as they stand now
    record Tried(long settled, List<Kept> refused) implements Outcome {
      public Tried {
        refused = List.copyOf(refused);
      }
    }

    record ConnectionUnknown() implements Outcome {}
  }

  private final Connections connections;
  private final HaloTenants tenants;
  private final SyncResource.Stores stores;
  private final RejectedRows rows;
  private final InstantSource clock;

  public RetryRejectedRows(
      Connections connections,
      HaloTenants tenants,
      SyncResource.Stores stores,
      RejectedRows rows,
      InstantSource clock) {
    this.connections = connections;
    this.tenants = tenants;
    this.stores = stores;
    this.rows = rows;
    this.clock = clock;
  }

  /// The number by which Halo can be asked for the record; empty if the row shows none.
  public static Optional<Long> number(RejectedRow row) {
    var number = NUMBER.matcher(row.key().strip());
    return number.matches() ? Optional.of(Long.parseLong(number.group(1))) : Optional.empty();
  }

  /// @throws HaloUnavailable if Halo does not answer; what was tried before stays tried
  public Outcome retry(Caller manager, ConnectionId connection, Selection selection) {
    if (connections.findLiving(manager.visibility(), connection).isEmpty()) {
      return new Outcome.ConnectionUnknown();
    }
    var chosen = chosen(connection, selection);
    chosen.stream()
        .collect(Collectors.groupingBy(kept -> kept.id().resource()))
        .forEach((resource, kept) -> retry(connection, resource, kept));
    var left = rows.find(connection, ids(chosen));
    return new Outcome.Tried(chosen.size() - left.size(), left);
  }

  private List<Kept> chosen(ConnectionId connection, Selection selection) {
    return switch (selection) {
      case Selection.Rows(var ids) -> rows.find(connection, ids).stream().limit(MOST).toList();
      case Selection.Of(var resource) -> rows.longestUnseen(connection, resource, MOST);
    };
  }

  private void retry(ConnectionId connection, Resource resource, List<Kept> kept) {
    switch (resource) {
      case LOOKUPS -> {}
      case NOTES -> retryNotes(connection);
      case CLIENTS, SITES, CONTACTS, ASSETS, TICKETS, INVOICES -> {
        var tenant = tenants.tenant(connection, Lane.PERSON);
        var listing =
            new Listings(stores.mirror(), stores.tickets(), stores.comparisons())
                .of(resource, tenant, connection, SOURCE);
        kept.forEach(row -> number(row.row()).ifPresent(id -> retry(connection, row, listing, id)));
      }
    }
  }

  private void retry(ConnectionId connection, Kept kept, Listings.Listing<?> listing, long id) {
    try {
      if (!listing.refresh(id)) {
        stores.mirror().retire(connection, Deletions.object(kept.id().resource(), id), SOURCE);
      }
      rows.settled(connection, kept.id().resource(), kept.row().key());
    } catch (UnreadableRecord strange) {
      rows.refused(connection, kept.id(), strange.flaw(), clock.instant());
    } catch (RereadRecords.Overtaken overtaken) {
      var reason = String.valueOf(overtaken.getMessage());
      rows.refused(connection, kept.id(), reason, clock.instant());
    } catch (StoreUnavailable | HaloUnavailable | CallsEnded left) {
      throw left;
    } catch (RuntimeException refused) {
      var unstored = new UnstoredRecords(connection, kept.id().resource().name());
      var reason = unstored.tell(id, refused);
      rows.refused(connection, kept.id(), reason, clock.instant());
    }
  }

  /// Only a ticket's list of notes shows a note, and only tickets of which notes are missing have
  /// any that was rejected. Once all of those were read, a note that did not come again is settled.
  private void retryNotes(ConnectionId connection) {
    var began = clock.instant();
    var missing = stores.mirror().ticketsMissingNotes(connection, MOST + 1);
    var filling = new FillNotes(tenants, stores.mirror(), stores.tickets());
    var rejected = new ArrayList<RejectedRow>();
    var failed = new ArrayList<RuntimeException>();
    for (var filled : filling.fill(connection, limited(missing), Lane.PERSON)) {
      switch (filled) {
        case FillNotes.Filling.Read(_, var refused, _) -> rejected.addAll(refused);
        case FillNotes.Filling.Failed(var unread) -> failed.add(unread.reason());
      }
    }
    if (!rejected.isEmpty()) {
      stores.runs().reject(connection, Resource.NOTES, rejected, clock.instant());
    }
    if (!failed.isEmpty()) {
      throw failed.getFirst();
    }
    if (missing.size() <= MOST) {
      rows.settledBefore(connection, Resource.NOTES, began);
    }
  }

  private static List<AwaitingNotes> limited(List<AwaitingNotes> tickets) {
    return tickets.subList(0, Math.min(tickets.size(), MOST));
  }

  private static Set<RejectedRows.Id> ids(Collection<Kept> kept) {
    return kept.stream().map(Kept::id).collect(Collectors.toSet());
  }
}

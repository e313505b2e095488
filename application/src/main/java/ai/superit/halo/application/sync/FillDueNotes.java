package ai.superit.halo.application.sync;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.FillNotes.Filling;
import ai.superit.halo.application.sync.FillNotes.UnreadNotes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads the notes and pages of the tickets whose turn it is, and puts off those that fail.
public final class FillDueNotes {
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

  private final FillNotes notes;
  private final Hydration hydration;
  private final InstantSource clock;

  public FillDueNotes(FillNotes notes, Hydration hydration, InstantSource clock) {
    this.notes = notes;
    this.hydration = hydration;
    this.clock = clock;
  }

  /// Takes the tickets that changed last first.
  ///
  /// @param changedSince older tickets that are closed are left alone
  /// @throws HaloUnavailable if not one of the tickets could be read
  public Filled fill(ConnectionId connection, Instant changedSince, int limit, Lane lane) {
    var due = hydration.ticketsDue(connection, changedSince, clock.instant(), limit);
    return sum(fill(connection, due, lane));
  }

  /// The same, however long ago the tickets changed.
  public Filled fillAll(ConnectionId connection, int limit, Lane lane) {
    return fill(connection, Instant.EPOCH, limit, lane);
  }

  /// Whether [#fillAll] would read anything.
  public boolean isAnyDue(ConnectionId connection) {
    return isDue(connection, Instant.EPOCH);
  }

  /// Whether [#fill] would read anything.
  public boolean isDue(ConnectionId connection, Instant changedSince) {
    return !hydration.ticketsDue(connection, changedSince, clock.instant(), 1).isEmpty();
  }

  /// What became of each of the tickets, in their order.
  List<Filling> fill(ConnectionId connection, List<AwaitingNotes> awaiting, Lane lane) {
    var fillings = notes.fill(connection, awaiting, lane);
    var othersRead = !fillings.stream().allMatch(Filling.Failed.class::isInstance);
    var settled = new HashSet<ObjectRef>();
    var putOff = new HashSet<ObjectRef>();
    for (int i = 0; i < awaiting.size(); i++) {
      var ticket = new ObjectRef(ObjectRef.Kind.TICKET, awaiting.get(i).ticket().value());
      switch (fillings.get(i)) {
        case Filling.Read(_, _, var behind) -> (behind ? putOff : settled).add(ticket);
        case Filling.Failed(var unread) -> {
          if (FillPages.isOfRecord(unread.reason(), othersRead)) {
            putOff.add(ticket);
          }
        }
      }
    }
    hydration.settle(connection, Set.copyOf(settled));
    hydration.putOff(connection, Set.copyOf(putOff), clock.instant());
    return fillings;
  }

  private static Filled sum(List<Filling> fillings) {
    var notes = 0L;
    var rejected = new ArrayList<RejectedRow>();
    var failed = new ArrayList<UnreadNotes>();
    for (var filling : fillings) {
      switch (filling) {
        case Filling.Read(var tally, var rows, _) -> {
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

package ai.superit.halo.application.sync;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// When each list is read without being asked for. Moments are by our clock.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface SyncSchedules {
  /// How it stands with one list.
  ///
  /// @param chosen empty if nobody has chosen a schedule
  /// @param pollDueAt when it may be polled again; empty if it was never read to its end
  /// @param comparisonDueAt when the whole list is read again; empty if that is not planned
  /// @param webhooksSilent whether the connection's webhook is to tell of the list's changes, and
  ///   two polls found some since its last delivery
  /// @param lastPoll empty if none has ended yet
  record Planned(
      Resource resource,
      Optional<Schedule> chosen,
      Optional<Instant> pollDueAt,
      Optional<Instant> comparisonDueAt,
      boolean webhooksSilent,
      Optional<LastPoll> lastPoll) {}

  enum PollOutcome {
    READ,
    /// Something may be missing; the next poll looks for the same changes.
    SHORT,
    FAILED
  }

  /// How the last poll of a list went.
  ///
  /// @param at when it ended
  /// @param detail what it lacked or why it failed, for a person; empty if it was
  ///   [PollOutcome#READ]
  /// @param troubles how many polls in a row, up to this one, were anything else
  record LastPoll(Instant at, PollOutcome outcome, String detail, long troubles) {}

  /// One for each of [PollChanges#POLLED], in that order.
  List<Planned> planned(ConnectionId connection);

  /// Replaces what was chosen for these lists. They are due at once, and their comparison is
  /// planned anew.
  void choose(ConnectionId connection, Set<Resource> resources, Schedule schedule);

  /// What is read whenever the whole list of a resource is: names, and with the clients also their
  /// invoices, whose changes Halo does not tell.
  static Set<Resource> readTogether(Resource resource) {
    return resource == Resource.CLIENTS
        ? Set.of(Resource.LOOKUPS, resource, Resource.INVOICES)
        : Set.of(Resource.LOOKUPS, resource);
  }

  /// Plans the next reading of the whole list, and wishes for it, and what is read together with
  /// it, if it was due. Of many that try at once one succeeds.
  ///
  /// @param next when it is due after this
  /// @return whether it was due
  boolean claimComparison(ConnectionId connection, Resource resource, Instant now, Instant next);

  /// Remembers how a poll went. Of a list that was never read to its end nothing is remembered.
  ///
  /// @param detail as in [LastPoll]
  void polled(
      ConnectionId connection, Resource resource, Instant at, PollOutcome outcome, String detail);

  /// Remembers that a poll has found a change of which no webhook had told by then.
  void found(ConnectionId connection, Resource resource, Instant now);
}

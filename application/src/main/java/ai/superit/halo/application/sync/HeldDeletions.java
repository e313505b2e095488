package ai.superit.halo.application.sync;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Deletions that runs held back until a person has looked: of each resource of a connection those
/// that the latest run found.
public interface HeldDeletions {
  /// How many records are shown as a sample.
  int SAMPLE = 20;

  /// How long an approval waits for the run that uses it.
  Duration APPROVAL_HOLDS = Duration.ofDays(1);

  /// Why a person has to look.
  enum Cause {
    /// Halo was asked for each record and has none of them.
    GONE,
    /// So many did not come that Halo was asked for none of them.
    ABSENT,
    /// The list was empty, as it is for want of a right; Halo was asked for none of the records.
    EMPTY_LIST
  }

  enum Decision {
    AWAITED,
    APPROVED,
    REFUSED
  }

  /// What a run found.
  ///
  /// @param records how many records of the mirror it would have to look at or delete
  /// @param living how many records of the resource live in the mirror, these included
  record Found(Cause cause, long records, long living) {}

  /// @param name of the record in the mirror; for tickets the summary
  record Sampled(long id, String name) {}

  /// Who decided what; of an approval that has lapsed nothing is left.
  record Decided(Decision decision, String by, Instant at) {}

  /// @param since when a run first held deletions of the resource back
  /// @param seenAt when the latest run did
  record Held(
      Resource resource,
      Found found,
      List<Sampled> sample,
      Instant since,
      Instant seenAt,
      Optional<Decided> decided) {
    public Held {
      sample = List.copyOf(sample);
    }
  }

  /// Holds what the run found in place of what was held before. An approval is used up by that; a
  /// refusal goes on for as long as there are no more records than were refused.
  ///
  /// @param sample ids of some of the records
  void hold(SyncRun run, Found found, List<Long> sample, Instant now);

  /// Nothing of the resource is held back any more.
  void settle(ConnectionId connection, Resource resource);

  /// By resource.
  List<Held> list(ConnectionId connection, Instant now);

  /// Stores a decision in place of any before, if exactly so many records are held.
  ///
  /// @param decided not [Decision#AWAITED]
  /// @return whether it was stored
  boolean decide(ConnectionId connection, Resource resource, long records, Decided decided);

  /// How many records of the resource the next run may delete; 0 if nothing is approved.
  long approved(ConnectionId connection, Resource resource, Instant now);
}

package ai.superit.halo.application.sync;

import ai.superit.halo.domain.sync.SyncRun;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// Up to which change of Halo's a list is known. No clock but Halo's tells that moment.
final class Watermarks {
  /// Halo's stamps and our clock differ, and a page can be older than its answer.
  private static final Duration OVERLAP = Duration.ofMinutes(10);

  /// So far Halo's clock may be behind ours.
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

  private final PollCursors cursors;
  private final InstantSource clock;

  Watermarks(PollCursors cursors, InstantSource clock) {
    this.cursors = cursors;
    this.clock = clock;
  }

  /// From when on Halo is asked for the changes after a mark.
  static Instant since(Instant mark) {
    return mark.minus(OVERLAP);
  }

  /// Later stamps are mistakes of whoever wrote them: to believe one would hide all changes until
  /// then. What is too early for a clock that is ahead of ours, and is not shown, comes again.
  Supplier<Instant> latestStamp(HaloTenant tenant) {
    return () -> tenant.clock().orElseGet(clock::instant).plus(OVERLAP);
  }

  /// The latest change that the list told of, less the time that the reading took: what changed
  /// after its row was read is later.
  Optional<Instant> told(ListCounts counts) {
    return counts.newest().isKnown()
        ? Optional.of(counts.newest().at().minus(Duration.between(counts.began(), clock.instant())))
        : Optional.empty();
  }

  /// The same of a list that was read from its start. The records in scope may not have changed for
  /// years, while others have.
  Instant of(ListCounts counts, boolean isLimited) {
    var dayBefore = counts.began().minus(CLOCKS_DIFFER);
    var told = told(counts).orElse(dayBefore);
    return isLimited && told.isBefore(dayBefore) ? dayBefore : told;
  }

  /// A list of which something is missing is polled from now on, but a mark that it has stays: up
  /// to there everything is known.
  ///
  /// @param isWhole whether nothing is missing but rows that were rejected
  void reached(SyncRun run, Instant mark, boolean isWhole) {
    if (isWhole || cursors.find(run.connection(), run.resource()).isEmpty()) {
      cursors.reached(run.connection(), run.resource(), mark);
    }
  }
}

package ai.superit.halo.application.sync;

import ai.superit.halo.domain.sync.Effort;
import ai.superit.halo.domain.sync.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Reckons when a list will have been read: from the rows that Halo counts, the calls that
/// [ListReader] needs for them, the calls that the tenant's budget lets through, and the time that
/// calls have taken so far. Safe for use by many threads.
final class Forecast {
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);

  private final HaloTenant tenant;
  private final int sections;
  private final long laterRows;
  private final InstantSource clock;
  private final Instant began;
  private final long callsBefore;

  private long expectedAtLeast;
  private long readBefore = Long.MAX_VALUE;
  private int pageSize = 1;
  private Optional<Instant> finish = Optional.empty();
  private Instant reckonedAt = Instant.MIN;

  /// @param sections how many sections the list has
  /// @param laterRows how many rows are in the sections after the first
  Forecast(HaloTenant tenant, int sections, long laterRows, InstantSource clock) {
    this.tenant = tenant;
    this.sections = sections;
    this.laterRows = laterRows;
    this.clock = clock;
    this.began = clock.instant();
    this.callsBefore = tenant.calls();
  }

  /// A page of so many rows has come.
  synchronized void saw(int rows) {
    pageSize = Math.max(pageSize, rows);
  }

  /// What was counted, with the rows of sections that were not begun yet. What the first page finds
  /// counted was read by an earlier run, unless less is counted later because that began anew.
  synchronized Tally whole(Tally counted) {
    if (expectedAtLeast == 0) {
      expectedAtLeast = counted.expected() + laterRows;
    }
    readBefore = Math.min(readBefore, Math.max(0, counted.received() - pageSize));
    return counted.expecting(Math.max(counted.expected(), expectedAtLeast));
  }

  /// What the run has cost, and when it should end.
  ///
  /// @param counted as [#whole] gave it
  synchronized Effort effort(Tally counted) {
    var now = clock.instant();
    if (!now.isBefore(reckonedAt.plus(AGAIN_AFTER)) || finish.isEmpty()) {
      reckonedAt = now;
      finish = Optional.of(now.plus(left(counted.expected() - readBefore, now)));
    }
    return new Effort(tenant.calls(), finish);
  }

  private Duration left(long rows, Instant now) {
    var made = Math.max(1, tenant.calls() - callsBefore);
    var needed = calls(rows, pageSize, sections);
    var took = Duration.between(began, now).dividedBy(made);
    // The first calls are made one by one, and what they took says nothing of those side by side.
    var pace = made > sections + 1 ? took : took.dividedBy(PageReader.PARALLEL_PAGES);
    return tenant.timeFor(Math.max(0, needed - made), pace).plus(took);
  }

  /// How many calls [ListReader] makes for a list and for what changed meanwhile: each page once,
  /// some twice, and one page of changes for each section.
  static long calls(long rows, int pageSize, int sections) {
    var pages = Math.ceilDiv(rows, pageSize) + sections - 1;
    return pages + ListReader.readTwice(pages) + sections;
  }
}

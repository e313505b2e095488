package ai.superit.halo.application.sync;

import ai.superit.halo.application.sync.ListPosition.SectionCount;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.sync.Tally;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What was counted while a list was read. Safe for use by many threads.
final class ListCounts {
  private enum Fate {
    UNCHANGED,
    UPDATED,
    CREATED,
    OUT_OF_SCOPE,
    NOT_STORED
  }

  private static final String MOVED = "rows kept moving between the pages while the list was read";
  private static final String ENDLESS =
      "Halo sends the same rows again whatever page is asked for, so others may be missing";

  private final Map<PageQuery.Section, SectionCounts> sections =
      new EnumMap<>(PageQuery.Section.class);
  private final IdSet distinct = new IdSet();
  private final IdSet unstored = new IdSet();
  private final Map<Fate, Long> sums = new EnumMap<>(Fate.class);
  private final IdSet doubtful = new IdSet();
  private final Instant began;
  private Stamp newest = Stamp.UNKNOWN;

  /// @param began when the first page was, or will be, read
  ListCounts(Instant began) {
    this.began = began;
  }

  /// What was counted up to there. The position's own page has to be read, and counted, once more.
  static ListCounts upTo(ListPosition position) {
    var counts = new ListCounts(position.began());
    var sums = position.counted().sums();
    counts.sums.put(Fate.CREATED, sums.created());
    counts.sums.put(Fate.UPDATED, sums.updated());
    counts.sums.put(Fate.UNCHANGED, sums.unchanged());
    counts.unstored.addAll(sums.unstored());
    counts.doubtful.addAll(sums.doubtful());
    counts.newest = sums.newest();
    position
        .counted()
        .sections()
        .forEach((section, count) -> {
          counts.section(section).restore(count);
          counts.distinct.addAll(count.ids());
        });
    return counts;
  }

  /// Where the reading stands, and all that was counted; empty if rows have moved unseen, or if the
  /// page has none to know it by again.
  synchronized Optional<ListPosition> position(PageQuery page, int pageSize, List<String> rows) {
    if (rows.isEmpty()
        || sections.values().stream().anyMatch(section -> section.flaw.isPresent())) {
      return Optional.empty();
    }
    var counted = new EnumMap<PageQuery.Section, SectionCount>(PageQuery.Section.class);
    sections.forEach((section, count) -> {
      var again = section == page.section() ? count.rowsOn(page.number()) : 0;
      counted.put(section, count.count(again));
    });
    var stored =
        new ListPosition.Sums(
            sum(Fate.CREATED), sum(Fate.UPDATED), sum(Fate.UNCHANGED), unstored, doubtful, newest);
    return Optional.of(
        new ListPosition(
            began,
            page.section(),
            page.number(),
            pageSize,
            rows,
            new ListPosition.Counted(stored, counted)));
  }

  /// When the first page was read, perhaps by an earlier run.
  Instant began() {
    return began;
  }

  /// Counts one page and what became of its rows.
  synchronized Tally add(PageQuery query, Read page, Stored stored) {
    section(query.section()).add(query.number(), page);
    page.ids().forEach(id -> settle(id, fate(id, stored)));
    page.ids().forEach(doubtful::remove);
    newest = page.newest().compareTo(newest) > 0 ? page.newest() : newest;
    return tally();
  }

  /// These were read, but rows have moved since: they may be gone unless they come again.
  synchronized void doubt(Set<Long> ids) {
    doubtful.addAll(ids);
  }

  /// Rows of a section kept moving for as long as it was tried.
  synchronized void moved(PageQuery.Section section) {
    section(section).flaw = Optional.of(MOVED);
  }

  /// Full pages of a section brought nothing new. That is no gap if all that Halo counts came.
  synchronized void endless(PageQuery.Section section) {
    if (known(section) != total(section)) {
      section(section).flaw = Optional.of(ENDLESS);
    }
  }

  /// How many different rows of the section came, readable or not.
  synchronized int known(PageQuery.Section section) {
    return section(section).known();
  }

  /// Rows of a section moved, and were read again.
  synchronized void disturbed(PageQuery.Section section) {
    section(section).disturbed = true;
  }

  /// Whether rows moved between the pages while they were read.
  synchronized boolean isDisturbed() {
    return sections.values().stream()
        .anyMatch(section -> section.flaw.isPresent() || section.disturbed);
  }

  synchronized int rowsOn(PageQuery query) {
    return section(query.section()).rowsOn(query.number());
  }

  synchronized long total(PageQuery.Section section) {
    return section(section).total;
  }

  /// The ids that came, without those that were gone again when their pages were read once more.
  synchronized Set<Long> present() {
    var present = IdSet.copyOf(distinct);
    present.removeAll(doubtful);
    return present;
  }

  /// Ids that came and were gone again when their pages were read once more.
  synchronized Set<Long> doubtful() {
    return IdSet.copyOf(doubtful);
  }

  /// The latest change that any row told of.
  synchronized Stamp newest() {
    return newest;
  }

  /// Why the list cannot be called whole; empty if it can. A record that moves from one section to
  /// another while they are read is in the totals of both, so each section is judged by itself.
  synchronized Optional<String> gap() {
    return Stream.concat(
            sections.values().stream().map(section -> section.gap(doubtful)), Stream.of(storeGap()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /// Why more is missing than the rows that were rejected, which are kept and known; empty if not.
  synchronized Optional<String> gapBesideRejected() {
    return sections.values().stream()
        .map(section -> section.gapBesideRejected(doubtful, unstored))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> storeGap() {
    return !unstored.isEmpty() && rejected() == 0
        ? Optional.of(
            "%d records arrived, %d were stored"
                .formatted(distinct.size(), distinct.size() - unstored.size()))
        : Optional.empty();
  }

  /// A key counts once for what the run did to it first: one that is created and then comes once
  /// more was created.
  private void settle(Long id, Fate fate) {
    var isNew = distinct.add(id);
    if (fate == Fate.NOT_STORED) {
      if (isNew) {
        unstored.add(id);
      }
    } else if (isNew || unstored.remove(id)) {
      sums.merge(fate, 1L, Long::sum);
    }
  }

  private long sum(Fate fate) {
    return sums.getOrDefault(fate, 0L);
  }

  private static Fate fate(Long id, Stored stored) {
    if (stored.created().contains(id)) {
      return Fate.CREATED;
    }
    if (stored.updated().contains(id)) {
      return Fate.UPDATED;
    }
    if (stored.outside().contains(id)) {
      return Fate.OUT_OF_SCOPE;
    }
    return stored.unchanged().contains(id) ? Fate.UNCHANGED : Fate.NOT_STORED;
  }

  /// What Halo counts, without what it counts twice because it moved between the sections.
  synchronized Tally tally() {
    var all = sections.values();
    var inSections = all.stream().mapToLong(section -> section.ids.size()).sum();
    var totals = all.stream().mapToLong(section -> section.total).sum();
    return new Tally(
        totals - (inSections - distinct.size()),
        all.stream().mapToLong(SectionCounts::received).sum(),
        distinct.size(),
        sum(Fate.CREATED),
        sum(Fate.UPDATED),
        sum(Fate.UNCHANGED),
        rejected(),
        0,
        sum(Fate.OUT_OF_SCOPE));
  }

  private long rejected() {
    return sections.values().stream().mapToLong(section -> section.rejected.size()).sum();
  }

  private SectionCounts section(PageQuery.Section section) {
    return sections.computeIfAbsent(section, _ -> new SectionCounts());
  }

  /// What one page held.
  ///
  /// @param order what tells its rows apart, in their order
  /// @param rejected what tells the rows apart that could not be read or stored
  record Read(
      long total,
      int received,
      Set<Long> ids,
      List<String> order,
      Set<String> rejected,
      Stamp newest) {}

  private static final class SectionCounts {
    private final IdSet ids = new IdSet();
    private final Set<String> rejected = new HashSet<>();
    private final Map<Integer, Integer> rowsOfPages = new HashMap<>();
    private long total;
    private long receivedBefore;
    private Optional<String> flaw = Optional.empty();
    private boolean disturbed;

    void add(int number, Read page) {
      if (page.received() > 0 || page.total() > 0 || rowsOfPages.isEmpty()) {
        disturbed |= page.total() < total;
        total = page.total();
      }
      ids.addAll(page.ids());
      rejected.addAll(page.rejected());
      rowsOfPages.put(number, page.received());
    }

    void restore(SectionCount count) {
      ids.addAll(count.ids());
      rejected.addAll(count.rejected());
      total = count.total();
      receivedBefore = count.received();
      disturbed = count.disturbed();
    }

    /// @param again rows that will be read, and counted, once more
    SectionCount count(int again) {
      return new SectionCount(total, received() - again, disturbed, ids, rejected);
    }

    int known() {
      return ids.size() + rejected.size();
    }

    int rowsOn(int page) {
      return rowsOfPages.getOrDefault(page, 0);
    }

    long received() {
      return receivedBefore + rowsOfPages.values().stream().mapToLong(Integer::longValue).sum();
    }

    Optional<String> gap(Set<Long> doubtful) {
      if (!rejected.isEmpty()) {
        return Optional.of(
            rejected.size() + " rows could not be read or stored; see the rejected rows");
      }
      return flaw.or(() -> differing(ids.size() < total || isTooMuch(doubtful)));
    }

    /// A row that came and was not stored is rejected.
    Optional<String> gapBesideRejected(Set<Long> doubtful, Set<Long> unstored) {
      var stored = ids.stream().filter(id -> !unstored.contains(id)).count();
      var explained = stored + rejected.size();
      return flaw.or(
          () -> differing(explained < Math.max(total, ids.size()) || isTooMuch(doubtful)));
    }

    private boolean isTooMuch(Set<Long> doubtful) {
      return !disturbed && ids.stream().filter(id -> !doubtful.contains(id)).count() > total;
    }

    private Optional<String> differing(boolean isGap) {
      return isGap
          ? Optional.of(
              "Halo counts %d records, %d different ones arrived".formatted(total, ids.size()))
          : Optional.empty();
    }
  }
}

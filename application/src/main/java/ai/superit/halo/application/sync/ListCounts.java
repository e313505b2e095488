package ai.superit.halo.application.sync;

import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.sync.Tally;
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

  private final Map<PageQuery.Section, SectionCounts> sections =
      new EnumMap<>(PageQuery.Section.class);
  private final Map<Long, Fate> fates = new HashMap<>();
  private final Map<Fate, Long> sums = new EnumMap<>(Fate.class);
  private final Set<Long> doubtful = new HashSet<>();
  private Stamp newest = Stamp.UNKNOWN;

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
    section(section).moved = true;
  }

  /// Rows of a section moved, and were read again.
  synchronized void disturbed(PageQuery.Section section) {
    section(section).disturbed = true;
  }

  synchronized int rowsOn(PageQuery query) {
    return section(query.section()).rowsOfPages.getOrDefault(query.number(), 0);
  }

  synchronized long total(PageQuery.Section section) {
    return section(section).total;
  }

  /// The ids that came, without those that were gone again when their pages were read once more.
  synchronized Set<Long> present() {
    var present = new HashSet<>(fates.keySet());
    present.removeAll(doubtful);
    return present;
  }

  /// Ids that came and were gone again when their pages were read once more.
  synchronized Set<Long> doubtful() {
    return Set.copyOf(doubtful);
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

  private Optional<String> storeGap() {
    var missing = sums.getOrDefault(Fate.NOT_STORED, 0L);
    return missing > 0 && rejected() == 0
        ? Optional.of(
            "%d records arrived, %d were stored".formatted(fates.size(), fates.size() - missing))
        : Optional.empty();
  }

  /// A key counts once for what the run did to it first: one that is created and then comes once
  /// more was created.
  private void settle(Long id, Fate fate) {
    var before = fates.get(id);
    if (before == null || (before == Fate.NOT_STORED && fate != Fate.NOT_STORED)) {
      fates.put(id, fate);
      sums.merge(fate, 1L, Long::sum);
      if (before != null) {
        sums.merge(before, -1L, Long::sum);
      }
    }
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
        totals - (inSections - fates.size()),
        all.stream().mapToLong(SectionCounts::received).sum(),
        fates.size(),
        sums.getOrDefault(Fate.CREATED, 0L),
        sums.getOrDefault(Fate.UPDATED, 0L),
        sums.getOrDefault(Fate.UNCHANGED, 0L),
        rejected(),
        0,
        sums.getOrDefault(Fate.OUT_OF_SCOPE, 0L));
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
    private final Set<Long> ids = new HashSet<>();
    private final Set<String> rejected = new HashSet<>();
    private final Map<Integer, Integer> rowsOfPages = new HashMap<>();
    private long total;
    private boolean moved;
    private boolean disturbed;

    void add(int number, Read page) {
      if (page.received() > 0 || page.total() > 0 || rowsOfPages.isEmpty()) {
        disturbed |= !rowsOfPages.isEmpty() && page.total() < total;
        total = page.total();
      }
      ids.addAll(page.ids());
      rejected.addAll(page.rejected());
      rowsOfPages.put(number, page.received());
    }

    long received() {
      return rowsOfPages.values().stream().mapToLong(Integer::longValue).sum();
    }

    Optional<String> gap(Set<Long> doubtful) {
      if (!rejected.isEmpty()) {
        return Optional.of(
            rejected.size() + " rows could not be read or stored; see the rejected rows");
      }
      if (moved) {
        return Optional.of("rows kept moving between the pages while the list was read");
      }
      var certain = ids.stream().filter(id -> !doubtful.contains(id)).count();
      return ids.size() < total || (certain > total && !disturbed)
          ? Optional.of(
              "Halo counts %d records, %d different ones arrived".formatted(total, ids.size()))
          : Optional.empty();
    }
  }
}

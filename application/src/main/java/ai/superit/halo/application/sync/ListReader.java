package ai.superit.halo.application.sync;

import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.sync.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Reads a whole list, several pages at a time, and stores each page as it comes.
///
/// The first page shows how many rows a page really has, since Halo gives fewer than asked for
/// without saying so. Pages are counted by position, so a record that is deleted on a page already
/// read moves another one from a page not yet read onto one that was. Totals do not tell when a new
/// record comes meanwhile. Therefore the list is read in stretches: the last page of a stretch is
/// read before the others and again after them. Halo sends rows by id, so if it holds the same rows
/// then, no row before it has moved; otherwise a shorter stretch is tried. Stretches share a page,
/// whose second reading is the last of one stretch and the first of the next, whose own last page
/// is read just before. A stretch that does not begin so, since rows have moved or a reading goes
/// on, reads that page anew: if none of the rows that it had comes again, rows may have moved past
/// it, and the stretch begins some pages before.
///
/// The same rows on the last page of a stretch also tell another reader, hours later, that it can
/// go on from there. The first stretches are short, so that there soon is something to go on from.
final class ListReader<T> {
  private static final int ATTEMPTS = 6;
  private static final int FIRST_STRETCH = 10;
  private static final int LONGEST_STRETCH = 100;
  private static final int LONGER_STEPS = 8;

  /// What is known of the rows and done with them.
  ///
  /// @param progress told after each page
  /// @param stopping asked before each page
  record Sink<T>(
      ToLongFunction<T> id,
      Function<T, Stamp> stamp,
      Function<List<T>, Stored> store,
      Consumer<List<RejectedRow>> reject,
      Consumer<Tally> progress,
      BooleanSupplier stopping,
      UnstoredRecords unstored) {}

  /// Where a reading goes on, and who keeps how far it has come.
  ///
  /// @param now when a reading begins that goes on from nowhere
  /// @param last what an earlier reading left
  record Bookmarks(Instant now, Optional<ListPosition> last, Consumer<ListPosition> save) {
    static Bookmarks none(Instant now) {
      return new Bookmarks(now, Optional.empty(), _ -> {});
    }
  }

  /// The reading was broken off because somebody asked for it.
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// Up to its last row all rows were read.
  ///
  /// @param rows what tells the rows of the page apart; of nothing, if it is not known any more
  private record Reached(int page, List<String> rows) {
    boolean isJoinedBy(ListCounts.Read again) {
      return rows.isEmpty() || again.order().stream().anyMatch(rows::contains);
    }
  }

  /// What a stretch has from the one before it: its own last page, and then its first one.
  private record Begun(int to, ListCounts.Read last, ListCounts.Read first) {}

  /// A stretch within which no row has moved.
  ///
  /// @param first its first page as it was last read
  /// @param position where the reading stood before the next stretch was begun
  private record Still(
      ListCounts.Read first,
      ListCounts.Read last,
      Optional<ListPosition> position,
      Optional<Begun> next) {}

  private final Function<PageQuery, Page<T>> source;
  private final Sink<T> sink;
  private final Bookmarks bookmarks;
  private ListCounts counts;
  private PageReader<T> reader;
  private int stretch = FIRST_STRETCH;
  private Optional<Begun> begun = Optional.empty();

  ListReader(Function<PageQuery, Page<T>> source, Sink<T> sink, Bookmarks bookmarks) {
    this.source = source;
    this.sink = sink;
    this.bookmarks = bookmarks;
    this.counts = new ListCounts(bookmarks.now());
    this.reader = new PageReader<>(source, sink, counts);
  }

  /// Reads all sections to their end.
  ///
  /// @throws Stopped if the sink stops it
  /// @throws RuntimeException the first failure of the source or the sink; what was stored stays
  ///   stored
  ListCounts read(List<PageQuery.Section> sections, Optional<Instant> changedSince) {
    var position = bookmarks.last().filter(last -> stillHolds(last, changedSince));
    position.ifPresent(last ->
        readRest(
            new PageQuery(last.page(), last.section(), changedSince),
            new Reached(last.page(), last.rows()),
            last.pageSize()));
    var next = position.map(last -> sections.indexOf(last.section()) + 1).orElse(0);
    for (var section : sections.subList(next, sections.size())) {
      readSection(new PageQuery(1, section, changedSince));
    }
    return counts;
  }

  /// Reads the page of the position again, and goes on with its counts if the rows are the same.
  private boolean stillHolds(ListPosition position, Optional<Instant> changedSince) {
    var counted = ListCounts.upTo(position);
    var resumed = new PageReader<>(source, sink, counted);
    var page = resumed.take(new PageQuery(position.page(), position.section(), changedSince));
    if (!beginsWith(page.order(), position.rows())) {
      return false;
    }
    counts = counted;
    reader = resumed;
    return true;
  }

  /// A first page that others follow is read again with them; one that shows more rows than Halo
  /// counts is read again at once, since no other tells whether its rows have stayed.
  private void readSection(PageQuery first) {
    var page = reader.take(first);
    var size = page.received();
    if (size == 0 || size == counts.total(first.section())) {
      return;
    }
    counts.doubt(page.ids());
    var again = pages(first, size) == 1 ? reader.take(first) : page;
    readRest(first, new Reached(1, again.order()), size);
  }

  private void readRest(PageQuery query, Reached from, int size) {
    var reached = from;
    begun = Optional.empty();
    while (reached.page() < pages(query, size)) {
      reached = readStretch(query, reached, size);
    }
    readBeyond(query, reached.page(), size);
  }

  private int pages(PageQuery query, int size) {
    return Math.max(1, (int) Math.ceilDiv(counts.total(query.section()), (long) size));
  }

  private Reached readStretch(PageQuery query, Reached last, int size) {
    var from = last.page();
    var to = from;
    var step = 1;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      from = Math.min(from, pages(query, size));
      to = begun.map(Begun::to).orElse(Math.max(from, end(query, last.page(), stretch, size)));
      var ids = new HashSet<Long>();
      var still = readStill(query, from, to, size, ids);
      if (still.isPresent() && (from == 1 || last.isJoinedBy(still.get().first()))) {
        stretch = longer();
        still.get().position().ifPresent(bookmarks.save());
        begun = still.get().next();
        return new Reached(to, still.get().last().order());
      }
      begun = Optional.empty();
      if (still.isEmpty()) {
        stretch = Math.max(stretch / 4, 1);
      } else {
        from = Math.max(1, from - step);
        step *= LONGER_STEPS;
      }
      counts.disturbed(query.section());
      counts.doubt(ids);
    }
    counts.moved(query.section());
    return new Reached(Math.max(to, last.page() + 1), List.of());
  }

  private int end(PageQuery query, int from, int length, int size) {
    return Math.min(pages(query, size), from + length);
  }

  private int longer() {
    return Math.min(2 * stretch, LONGEST_STRETCH);
  }

  /// @param ids gets those of the rows that came, without those of the last page's last reading
  /// @return empty if rows have moved meanwhile
  private Optional<Still> readStill(PageQuery query, int from, int to, int size, Set<Long> ids) {
    var earlier = begun;
    var before = earlier.map(Begun::last).orElseGet(() -> reader.take(query.at(to)));
    ids.addAll(before.ids());
    if (pages(query, size) < to) {
      return Optional.empty();
    }
    if (from == to) {
      return Optional.of(
          new Still(before, before, position(query, to, size, before), Optional.empty()));
    }
    var pages = new ArrayList<ListCounts.Read>();
    earlier.ifPresent(stretch -> pages.add(stretch.first()));
    pages.addAll(reader.takeAll(query, from + pages.size(), to));
    pages.forEach(page -> ids.addAll(page.ids()));
    var position = position(query, to, size, before);
    var next = end(query, to, longer(), size);
    var lastOfNext =
        next > to ? Optional.of(reader.take(query.at(next))) : Optional.<ListCounts.Read>empty();
    var after = reader.take(query.at(to));
    ids.removeAll(after.ids());
    lastOfNext.ifPresent(page -> ids.addAll(page.ids()));
    return pages(query, size) >= to && beginsWith(after.order(), before.order())
        ? Optional.of(
            new Still(
                pages.getFirst(),
                after,
                position,
                lastOfNext.map(page -> new Begun(next, page, after))))
        : Optional.empty();
  }

  private Optional<ListPosition> position(
      PageQuery query, int page, int size, ListCounts.Read read) {
    return counts.position(query.at(page), size, read.order());
  }

  private static boolean beginsWith(List<String> rows, List<String> first) {
    return rows.size() >= first.size() && rows.subList(0, first.size()).equals(first);
  }

  /// A total may be too low: the list ends where no full page comes any more, or where the same
  /// rows come whatever page is asked for.
  private void readBeyond(PageQuery query, int last, int size) {
    var section = query.section();
    for (int page = last; counts.rowsOn(query.at(page)) >= size; page++) {
      var known = counts.known(section);
      reader.take(query.at(page + 1));
      if (counts.rowsOn(query.at(page + 1)) >= size && counts.known(section) == known) {
        counts.endless(section);
        return;
      }
    }
  }

  /// How many of so many pages are read twice if no row moves: the first, and the last of each
  /// stretch.
  static long readTwice(long pages) {
    var twice = pages > 1 ? 1L : 0L;
    var length = FIRST_STRETCH;
    for (long left = pages - 1; left > 0; twice++) {
      left -= length;
      length = Math.min(2 * length, LONGEST_STRETCH);
    }
    return twice;
  }
}

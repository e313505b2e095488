package ai.superit.halo.application.sync;

import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.sync.Tally;
import java.time.Instant;
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
/// then, no row before it has moved; otherwise a shorter stretch is tried. Stretches share a page.
///
/// The same rows on the last page of a stretch also tell another reader, hours later, that it can
/// go on from there. The first stretches are short, so that there soon is something to go on from.
final class ListReader<T> {
  private static final int ATTEMPTS = 4;
  private static final int FIRST_STRETCH = 10;
  private static final int LONGEST_STRETCH = 100;

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
      BooleanSupplier stopping) {}

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

  private final Function<PageQuery, Page<T>> source;
  private final Sink<T> sink;
  private final Bookmarks bookmarks;
  private ListCounts counts;
  private PageReader<T> reader;
  private int stretch = FIRST_STRETCH;

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
            last.page(),
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

  private void readSection(PageQuery first) {
    var page = reader.take(first);
    var size = page.received();
    if (size == 0 || size == counts.total(first.section())) {
      return;
    }
    counts.doubt(page.ids());
    readRest(first, 1, size);
  }

  private void readRest(PageQuery query, int from, int size) {
    var done = from;
    while (done < pages(query.section(), size)) {
      done = readStretch(query, done, size);
    }
    readBeyond(query, done, size);
  }

  private int pages(PageQuery.Section section, int size) {
    return (int) Math.ceilDiv(counts.total(section), (long) size);
  }

  /// @return the last page that was read
  private int readStretch(PageQuery query, int from, int size) {
    var to = from;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      to = Math.min(pages(query.section(), size), from + stretch);
      if (to <= from) {
        return from;
      }
      var read = new HashSet<Long>();
      if (stayed(query, from, to, size, read)) {
        stretch = Math.min(2 * stretch, LONGEST_STRETCH);
        return to;
      }
      stretch = Math.max(stretch / 4, 1);
      counts.disturbed(query.section());
      counts.doubt(read);
    }
    counts.moved(query.section());
    return to;
  }

  private boolean stayed(PageQuery query, int from, int to, int size, Set<Long> read) {
    var before = reader.take(query.at(to));
    read.addAll(before.ids());
    if (pages(query.section(), size) < to) {
      return false;
    }
    reader.takeAll(query, from, to).forEach(page -> read.addAll(page.ids()));
    var after = reader.take(query.at(to));
    read.removeAll(after.ids());
    if (!beginsWith(after.order(), before.order())) {
      return false;
    }
    counts.position(query.at(to), size, after.order()).ifPresent(bookmarks.save());
    return true;
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

  /// In how many stretches so many pages are read, if no row moves.
  static long stretches(long pages) {
    var stretches = 0L;
    var length = FIRST_STRETCH;
    for (long left = pages - 1; left > 0; stretches++) {
      left -= length;
      length = Math.min(2 * length, LONGEST_STRETCH);
    }
    return stretches;
  }
}

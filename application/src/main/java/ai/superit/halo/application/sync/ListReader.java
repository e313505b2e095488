package ai.superit.halo.application.sync;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.sync.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads a whole list, several pages at a time, and stores each page as it comes.
///
/// The first page shows how many rows a page really has, since Halo gives fewer than asked for
/// without saying so. Pages are counted by position, so a record that is deleted on a page already
/// read moves another one from a page not yet read onto one that was. Totals do not tell when a new
/// record comes meanwhile. Therefore the list is read in stretches: the last page of a stretch is
/// read before the others and again after them. Halo sends rows by id, so if it holds the same rows
/// then, no row before it has moved; otherwise a shorter stretch is tried. Stretches share a page.
final class ListReader<T> {
  private static final int ATTEMPTS = 4;
  static final int PARALLEL_PAGES = 6;
  static final int LONGEST_STRETCH = 100;
  private static final int MAX_RAW = 10_000;

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

  /// The reading was broken off because somebody asked for it.
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Function<PageQuery, Page<T>> source;
  private final Sink<T> sink;
  private final ListCounts counts = new ListCounts();
  private int stretch = LONGEST_STRETCH;

  ListReader(Function<PageQuery, Page<T>> source, Sink<T> sink) {
    this.source = source;
    this.sink = sink;
  }

  /// Reads all sections to their end.
  ///
  /// @throws Stopped if the sink stops it
  /// @throws RuntimeException the first failure of the source or the sink; what was stored stays
  ///   stored
  ListCounts read(List<PageQuery.Section> sections, Optional<Instant> changedSince) {
    for (var section : sections) {
      readSection(new PageQuery(1, section, changedSince));
    }
    return counts;
  }

  private void readSection(PageQuery first) {
    var page = take(first);
    var size = page.received();
    if (size == 0 || size == counts.total(first.section())) {
      return;
    }
    counts.doubt(page.ids());
    var done = 1;
    while (done < pages(first.section(), size)) {
      done = readStretch(first, done, size);
    }
    readBeyond(first, done, size);
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
    var before = take(query.at(to));
    read.addAll(before.ids());
    if (pages(query.section(), size) < to) {
      return false;
    }
    readPages(query, from, to).forEach(page -> read.addAll(page.ids()));
    var after = take(query.at(to));
    read.removeAll(after.ids());
    var same = Math.min(before.order().size(), after.order().size());
    return before.order().size() == same && after.order().subList(0, same).equals(before.order());
  }

  /// A total may be too low: the list ends where no full page comes any more.
  private void readBeyond(PageQuery query, int last, int size) {
    for (int page = last; counts.rowsOn(query.at(page)) >= size; page++) {
      take(query.at(page + 1));
    }
  }

  private List<ListCounts.Read> readPages(PageQuery query, int from, int before) {
    var slots = new Semaphore(PARALLEL_PAGES);
    var failed = new AtomicBoolean();
    var pages = new ArrayList<Future<ListCounts.Read>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = from; number < before && !failed.get(); number++) {
        var page = query.at(number);
        slots.acquireUninterruptibly();
        pages.add(threads.submit(() -> takeInSlot(page, slots, failed)));
      }
    }
    return pages.stream().map(ListReader::result).toList();
  }

  private ListCounts.Read takeInSlot(PageQuery page, Semaphore slots, AtomicBoolean failed) {
    var done = false;
    try {
      var read = take(page);
      done = true;
      return read;
    } finally {
      if (!done) {
        failed.set(true);
      }
      slots.release();
    }
  }

  private ListCounts.Read take(PageQuery query) {
    if (sink.stopping().getAsBoolean()) {
      throw new Stopped();
    }
    var page = source.apply(query);
    var rejected = new ArrayList<>(page.rejected());
    var stored = page.rows().isEmpty() ? Stored.NOTHING : store(page.rows(), rejected);
    if (!rejected.isEmpty()) {
      sink.reject().accept(rejected);
    }
    var read = read(page, rejected);
    sink.progress().accept(counts.add(query, read, stored));
    return read;
  }

  private ListCounts.Read read(Page<T> page, List<RejectedRow> rejected) {
    var refused = rejected.stream().map(row -> row.key() + ' ' + row.raw().hashCode()).toList();
    var ids = page.rows().stream().map(sink.id()::applyAsLong).toList();
    return new ListCounts.Read(
        page.total(),
        page.received(),
        Set.copyOf(ids),
        Stream.concat(ids.stream().map(String::valueOf), refused.stream()).toList(),
        Set.copyOf(refused),
        page.rows().stream().map(sink.stamp()).max(Stamp::compareTo).orElse(Stamp.UNKNOWN));
  }

  /// A row that the store refuses must not keep the others from being stored.
  private Stored store(List<T> rows, List<RejectedRow> rejected) {
    try {
      return sink.store().apply(rows);
    } catch (StoreUnavailable | HaloUnavailable unavailable) {
      throw unavailable;
    } catch (RuntimeException refused) {
      return rows.stream()
          .map(row -> storeAlone(row, rejected))
          .reduce(Stored.NOTHING, ListReader::both);
    }
  }

  private Stored storeAlone(T row, List<RejectedRow> rejected) {
    try {
      return sink.store().apply(List.of(row));
    } catch (StoreUnavailable | HaloUnavailable unavailable) {
      throw unavailable;
    } catch (RuntimeException refused) {
      var raw = row.toString();
      rejected.add(
          new RejectedRow(
              String.valueOf(sink.id().applyAsLong(row)),
              refusal(refused),
              raw.substring(0, Math.min(raw.length(), MAX_RAW))));
      return Stored.NOTHING;
    }
  }

  static String refusal(RuntimeException refused) {
    return "the store refuses the row: " + refused.getMessage();
  }

  private static Stored both(Stored one, Stored two) {
    return new Stored(
        union(one.created(), two.created()),
        union(one.updated(), two.updated()),
        union(one.unchanged(), two.unchanged()),
        union(one.outside(), two.outside()));
  }

  private static Set<Long> union(Set<Long> one, Set<Long> two) {
    return Stream.concat(one.stream(), two.stream()).collect(Collectors.toSet());
  }

  private static <R> R result(Future<R> page) {
    if (page.state() == Future.State.FAILED) {
      switch (page.exceptionNow()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case Throwable other -> throw new IllegalStateException(other);
      }
    }
    return page.resultNow();
  }
}

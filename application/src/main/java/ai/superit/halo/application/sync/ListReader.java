package ai.superit.halo.application.sync;

import ai.superit.halo.domain.sync.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Reads a whole list, several pages at a time, and stores each page as it comes.
///
/// The first page shows how many rows a page really has, since Halo gives fewer than asked for
/// without saying so. If the list shrank while it was read, rows have moved to pages that were read
/// before: it is read again, at most twice.
final class ListReader<T> {
  private static final int MAX_PASSES = 3;
  private static final int PARALLEL_PAGES = 6;

  /// What is done with the rows.
  ///
  /// @param progress told after each page
  record Sink<T>(
      ToLongFunction<T> id,
      Function<List<T>, Stored> store,
      Consumer<List<RejectedRow>> reject,
      Consumer<Tally> progress) {}

  private final Function<PageQuery, Page<T>> source;
  private final Sink<T> sink;
  private final Counts counts = new Counts();

  ListReader(Function<PageQuery, Page<T>> source, Sink<T> sink) {
    this.source = source;
    this.sink = sink;
  }

  /// Reads all sections to their end.
  ///
  /// @throws RuntimeException the first failure of the source or the sink; what was stored stays
  ///   stored
  Counts read(List<PageQuery.Section> sections, Optional<Instant> changedSince) {
    for (int pass = 1; pass <= MAX_PASSES; pass++) {
      counts.beginPass();
      for (var section : sections) {
        readSection(new PageQuery(1, section, changedSince));
      }
      if (!counts.shrank()) {
        break;
      }
    }
    return counts;
  }

  private void readSection(PageQuery first) {
    var page = take(first);
    var pageSize = page.received();
    if (pageSize == 0) {
      return;
    }
    var next = 2;
    while ((next - 1L) * pageSize < counts.expected(first.section())) {
      var last = Math.ceilDiv(counts.expected(first.section()), pageSize);
      next = readPages(first, next, last);
    }
  }

  private int readPages(PageQuery query, int from, long last) {
    var slots = new Semaphore(PARALLEL_PAGES);
    var pages = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = from; number <= last && !anyFailed(pages); number++) {
        var page = query.at(number);
        slots.acquireUninterruptibly();
        pages.add(
            threads.submit(() -> {
              try {
                take(page);
              } finally {
                slots.release();
              }
            }));
      }
    }
    pages.forEach(ListReader::rethrow);
    return (int) last + 1;
  }

  private Page<T> take(PageQuery query) {
    var page = source.apply(query);
    var stored = page.rows().isEmpty() ? Stored.NOTHING : sink.store().apply(page.rows());
    if (!page.rejected().isEmpty()) {
      sink.reject().accept(page.rejected());
    }
    sink.progress().accept(counts.add(query.section(), page, sink.id(), stored));
    return page;
  }

  private static boolean anyFailed(List<Future<?>> pages) {
    return pages.stream().anyMatch(page -> page.state() == Future.State.FAILED);
  }

  private static void rethrow(Future<?> page) {
    if (page.state() == Future.State.FAILED) {
      switch (page.exceptionNow()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case Throwable other -> throw new IllegalStateException(other);
      }
    }
  }

  /// What was counted; the sums are those of the last pass.
  static final class Counts {
    private enum Fate {
      UNCHANGED,
      UPDATED,
      CREATED
    }

    private final Map<PageQuery.Section, Long> totals = new EnumMap<>(PageQuery.Section.class);
    private final Map<Long, Fate> fates = new HashMap<>();
    private final Map<Fate, Long> sums = new EnumMap<>(Fate.class);
    private Set<Long> keys = new HashSet<>();
    private long received;
    private long rejected;
    private boolean shrank;

    synchronized void beginPass() {
      totals.clear();
      keys = new HashSet<>();
      sums.clear();
      received = 0;
      rejected = 0;
      shrank = false;
    }

    synchronized boolean shrank() {
      return shrank;
    }

    synchronized long expected(PageQuery.Section section) {
      return totals.getOrDefault(section, 0L);
    }

    synchronized Set<Long> keys() {
      return Set.copyOf(keys);
    }

    synchronized <T> Tally add(
        PageQuery.Section section, Page<T> page, ToLongFunction<T> id, Stored stored) {
      var before = totals.put(section, page.total());
      shrank |= before != null && page.total() < before;
      received += page.received();
      rejected += page.rejected().size();
      stored.unchanged().forEach(key -> settle(key, Fate.UNCHANGED));
      stored.updated().forEach(key -> settle(key, Fate.UPDATED));
      stored.created().forEach(key -> settle(key, Fate.CREATED));
      for (var row : page.rows()) {
        var key = id.applyAsLong(row);
        var fate = fates.get(key);
        if (keys.add(key) && fate != null) {
          sums.merge(fate, 1L, Long::sum);
        }
      }
      return tally();
    }

    /// What happened to a key first tells what the run did to it: a row that is created and then
    /// comes once more was created.
    private void settle(Long key, Fate fate) {
      fates.putIfAbsent(key, fate);
    }

    synchronized Tally tally() {
      var expected = totals.values().stream().mapToLong(Long::longValue).sum();
      return new Tally(
          expected,
          received,
          keys.size(),
          sums.getOrDefault(Fate.CREATED, 0L),
          sums.getOrDefault(Fate.UPDATED, 0L),
          sums.getOrDefault(Fate.UNCHANGED, 0L),
          rejected,
          0);
    }
  }
}

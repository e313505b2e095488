package ai.superit.halo.application.sync;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.domain.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads pages of a list, stores each as it comes, and counts it.
final class PageReader<T> {
  static final int PARALLEL_PAGES = 6;
  private static final int MAX_RAW = 10_000;

  private final Function<PageQuery, Page<T>> source;
  private final ListReader.Sink<T> sink;
  private final ListCounts counts;

  PageReader(Function<PageQuery, Page<T>> source, ListReader.Sink<T> sink, ListCounts counts) {
    this.source = source;
    this.sink = sink;
    this.counts = counts;
  }

  /// Reads several pages at a time.
  ///
  /// @param before the page after the last one
  List<ListCounts.Read> takeAll(PageQuery query, int from, int before) {
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
    return pages.stream().map(PageReader::result).toList();
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

  ListCounts.Read take(PageQuery query) {
    if (sink.stopping().getAsBoolean()) {
      throw new ListReader.Stopped();
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
      var reasons = new TreeMap<String, List<Long>>();
      var stored =
          rows.stream()
              .map(row -> storeAlone(row, rejected, reasons))
              .reduce(Stored.NOTHING, PageReader::both);
      reasons.forEach((reason, ids) -> sink.unstored().log(ids, reason));
      return stored;
    }
  }

  private Stored storeAlone(T row, List<RejectedRow> rejected, Map<String, List<Long>> reasons) {
    try {
      return sink.store().apply(List.of(row));
    } catch (StoreUnavailable | HaloUnavailable unavailable) {
      throw unavailable;
    } catch (RuntimeException refused) {
      var raw = row.toString();
      var id = sink.id().applyAsLong(row);
      reasons.computeIfAbsent(refused.toString(), _ -> new ArrayList<>()).add(id);
      rejected.add(
          new RejectedRow(
              String.valueOf(id),
              UnstoredRecords.SENTENCE,
              raw.substring(0, Math.min(raw.length(), MAX_RAW))));
      return Stored.NOTHING;
    }
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

  static <R> R result(Future<R> page) {
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

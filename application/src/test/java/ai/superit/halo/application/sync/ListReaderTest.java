package ai.superit.halo.application.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.sync.PageQuery.Section;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ListReaderTest {
  private static final int PAGE = 5;

  private final AtomicInteger calls = new AtomicInteger();
  private final Set<Long> stored = ConcurrentHashMap.newKeySet();
  private final List<RejectedRow> rejected = Collections.synchronizedList(new ArrayList<>());
  private volatile long size = 30;
  private volatile long told = -1;
  private volatile int lastPage = Integer.MAX_VALUE;

  @Test
  void a_row_that_the_store_refuses_is_rejected_and_the_others_are_stored() {
    var counts =
        read(rows -> {
          if (rows.contains(7L)) {
            throw new IllegalStateException("too long");
          }
        });

    assertThat(stored).hasSize(29).doesNotContain(7L);
    assertThat(rejected).first().extracting(RejectedRow::key).isEqualTo("7");
    assertThat(rejected)
        .first()
        .extracting(RejectedRow::reason)
        .isEqualTo(UnstoredRecords.SENTENCE);
    assertThat(counts.gap().orElseThrow()).startsWith("1 rows could not be");
  }

  @Test
  void a_store_that_cannot_be_reached_is_not_the_fault_of_a_row() {
    assertThatThrownBy(() ->
            read(_ -> {
              throw new StoreUnavailable("gone", new IllegalStateException());
            }))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(rejected).isEmpty();
  }

  @Test
  void a_long_list_that_rests_costs_a_few_calls_more_than_it_has_pages() {
    size = 1000L * PAGE;

    assertThat(read(_ -> {}).gap()).isEmpty();

    assertThat(calls).hasValueLessThan(1017);
  }

  @Test
  void a_list_of_one_page_costs_one_call() {
    size = 5;
    read(_ -> {});

    assertThat(calls).hasValue(1);
  }

  @Test
  void a_list_that_goes_on_beyond_its_total_is_read_to_its_end() {
    told = 11;

    assertThat(read(_ -> {}).gap().orElseThrow()).startsWith("Halo counts 11 records, 30");

    assertThat(stored).hasSize(30);
  }

  @Test
  void rows_of_a_single_page_are_there_though_fewer_are_counted() {
    size = PAGE;
    told = PAGE - 2;

    var counts = read(_ -> {});

    assertThat(counts.gap()).contains("Halo counts 3 records, 5 different ones arrived");
    assertThat(counts.present()).containsExactlyInAnyOrderElementsOf(stored).hasSize(PAGE);
    assertThat(counts.doubtful()).isEmpty();
  }

  @Test
  void a_row_that_goes_between_reading_and_counting_a_single_page_is_asked_for() {
    var pages = new AtomicInteger();

    var counts =
        read(
            _ -> {},
            query ->
                new Page<>(
                    4,
                    query.number() > 1
                        ? List.of()
                        : pages.getAndIncrement() == 0
                            ? List.of(1L, 2L, 3L, 4L, 5L)
                            : List.of(1L, 2L, 4L, 5L),
                    List.of()));

    assertThat(counts.gap()).isEmpty();
    assertThat(counts.present()).containsExactlyInAnyOrder(1L, 2L, 4L, 5L);
    assertThat(counts.doubtful()).containsExactly(3L);
  }

  @Test
  void a_server_that_gives_one_page_for_every_other_is_not_asked_forever() {
    told = 3;
    lastPage = 1;

    var whole = read(_ -> {});
    var changes = readChanges();

    assertThat(whole.gap().orElseThrow()).startsWith("Halo sends the same rows again");
    assertThat(changes.gapBesideRejected()).isEqualTo(whole.gap());
    assertThat(stored).hasSize(PAGE);
  }

  @Test
  void a_server_that_gives_the_last_page_for_those_beyond_it_leaves_no_gap() {
    size = 4 * PAGE;
    lastPage = 4;

    assertThat(read(_ -> {}).gap()).isEmpty();

    assertThat(stored).hasSize(4 * PAGE);
  }

  /// Many rows go at once, and empty pages tell of no total.
  @Test
  void a_list_that_shrinks_while_it_is_read_is_whole_or_has_a_gap() {
    var whole = 0;
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var rows = new ArrayList<>(LongStream.rangeClosed(1, random.nextInt(200)).boxed().toList());
      stored.clear();

      var gap = read(_ -> {}, query -> shrinking(rows, query, random)).gap();

      if (gap.isEmpty()) {
        whole++;
        assertThat(stored).as("seed %d", seed).containsAll(rows);
      }
    }
    assertThat(whole).isGreaterThan(150);
  }

  private static Page<Long> shrinking(List<Long> rows, PageQuery query, Random random) {
    synchronized (rows) {
      if (!rows.isEmpty() && random.nextInt(15) == 0) {
        var from = random.nextInt(rows.size());
        rows.subList(from, Math.min(rows.size(), from + random.nextInt(1, 40))).clear();
      }
      var page = rows.stream().skip((query.number() - 1L) * PAGE).limit(PAGE).toList();
      return new Page<>(page.isEmpty() ? 0 : rows.size(), page, List.of());
    }
  }

  private interface Refusal {
    void check(List<Long> rows);
  }

  private ListCounts readChanges() {
    return read(_ -> {}, this::page, Optional.of(Instant.EPOCH));
  }

  private ListCounts read(Refusal refusal) {
    return read(refusal, this::page);
  }

  private ListCounts read(Refusal refusal, Function<PageQuery, Page<Long>> source) {
    return read(refusal, source, Optional.empty());
  }

  private ListCounts read(
      Refusal refusal, Function<PageQuery, Page<Long>> source, Optional<Instant> changedSince) {
    var sink =
        new ListReader.Sink<Long>(
            Long::longValue,
            _ -> Stamp.UNKNOWN,
            rows -> {
              refusal.check(rows);
              stored.addAll(rows);
              return new Stored(new HashSet<>(rows), Set.of(), Set.of());
            },
            rejected::addAll,
            _ -> {},
            () -> false,
            new UnstoredRecords(ConnectionId.random(), "CLIENTS"));
    return new ListReader<>(source, sink, ListReader.Bookmarks.none(Instant.EPOCH))
        .read(List.of(Section.ALL), changedSince);
  }

  private Page<Long> page(PageQuery query) {
    assertThat(calls.incrementAndGet()).as("calls").isLessThan(2_000);
    var number = Math.min(query.number(), lastPage);
    var from = (number - 1L) * PAGE + 1;
    var rows = LongStream.rangeClosed(from, Math.min(from + PAGE - 1, size)).boxed().toList();
    return new Page<>(told < 0 ? size : told, rows, List.of());
  }
}

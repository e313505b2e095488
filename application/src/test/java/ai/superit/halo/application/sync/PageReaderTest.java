package ai.superit.halo.application.sync;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.sync.PageQuery.Section;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PageReaderTest {
  private static final PageQuery QUERY = new PageQuery(1, Section.ALL, Optional.empty());

  private final CountDownLatch secondAsked = new CountDownLatch(1);

  @Test
  void a_page_does_not_wait_for_the_one_before() {
    var reader = reader();

    var read = reader.takeAll(QUERY, 1, 3);

    assertThat(read).hasSize(2).allSatisfy(page -> assertThat(page.order()).hasSize(1));
  }

  private PageReader<Long> reader() {
    var sink =
        new ListReader.Sink<Long>(
            id -> id,
            _ -> Stamp.UNKNOWN,
            rows -> new Stored(Set.copyOf(rows), Set.of(), Set.of(), Set.of()),
            _ -> {},
            _ -> {},
            () -> false,
            new UnstoredRecords(ConnectionId.random(), "TEST"));
    return new PageReader<>(this::page, sink, new ListCounts(Instant.EPOCH));
  }

  /// The first page comes when the second was asked for.
  private Page<Long> page(PageQuery query) {
    if (query.number() == 1) {
      awaitSecond();
    } else {
      secondAsked.countDown();
    }
    return new Page<>(30, List.of((long) query.number()), List.of());
  }

  private void awaitSecond() {
    try {
      assertThat(secondAsked.await(5, SECONDS)).as("the second page was asked for").isTrue();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }
}

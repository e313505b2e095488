package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.domain.connection.ConnectionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SideBySide work = new SideBySide(8, threads);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger hangs = new AtomicInteger();
  private final Set<ConnectionId> done = ConcurrentHashMap.newKeySet();

  @AfterEach
  void let_them_end() {
    answer.countDown();
    threads.close();
  }

  @Test
  void a_tenant_that_hangs_holds_up_no_other_and_takes_one_place() {
    var hanging = ConnectionId.random();
    var others = Stream.generate(ConnectionId::random).limit(30).toList();
    var due = new ArrayList<ConnectionId>();
    due.add(hanging);
    due.addAll(others);

    await()
        .until(() -> {
          work.begin(due, connection -> ask(connection, connection.equals(hanging)));
          due.removeAll(done);
          return due.equals(List.of(hanging));
        });

    assertThat(done).containsExactlyInAnyOrderElementsOf(others);
    assertThat(hangs).hasValue(1);
    answer.countDown();
    await().until(() -> done.contains(hanging));
  }

  @Test
  void no_more_are_worked_on_at_once_than_allowed_however_many_hang() {
    var all = Stream.generate(ConnectionId::random).limit(30).toList();

    work.begin(all, connection -> ask(connection, true));
    work.begin(all, connection -> ask(connection, true));

    await().until(() -> hangs.get() == 8);
    answer.countDown();
    await().until(() -> done.size() == 8);
    assertThat(hangs).hasValue(8);
  }

  @Test
  void who_waited_longest_is_next() {
    var begun = new ArrayDeque<Runnable>();
    var one = new SideBySide(1, begun::add);
    var all = Stream.generate(ConnectionId::random).limit(3).toList();
    var order = new ArrayList<ConnectionId>();

    for (int round = 0; round < 6; round++) {
      one.begin(all, order::add);
      begun.remove().run();
    }

    assertThat(order.subList(0, 3)).isEqualTo(all).isEqualTo(order.subList(3, 6));
  }

  private void ask(ConnectionId connection, boolean isHanging) {
    try {
      if (isHanging) {
        hangs.incrementAndGet();
        answer.await();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    done.add(connection);
  }
}

package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.BudgetTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/// Time that stands still while anybody works and leaps, when all sleep, to the moment at which the
/// first of them wakes up: hours pass in seconds, and a slow machine only makes them take longer.
///
/// Whoever works in it is started by [#start], and waits for others by sleeping, or at a door,
/// only.
final class VirtualTime implements BudgetTime, InstantSource {
  private record Sleeper(Instant until, CountDownLatch wake) {}

  private final PriorityQueue<Sleeper> sleepers =
      new PriorityQueue<>(Comparator.comparing(Sleeper::until));

  private Instant now = Instant.parse("2026-03-02T10:00:00Z");
  private int awake;

  @Override
  public Instant now() {
    return instant();
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public Instant shown(Instant clockOfStore) {
    return now();
  }

  @Override
  public void sleep(Duration span) throws InterruptedException {
    var sleeper = new Sleeper(now().plus(span), new CountDownLatch(1));
    fallAsleep(sleeper);
    sleeper.wake().await();
  }

  /// Begins all at the same moment and returns when all have ended.
  ///
  /// @throws java.util.concurrent.ExecutionException if one of them has failed
  void run(List<? extends Callable<?>> works) throws Exception {
    synchronized (this) {
      awake += works.size();
    }
    var ends = new ArrayList<Future<?>>();
    for (var work : works) {
      ends.add(start(work));
    }
    for (var end : ends) {
      end.get();
    }
  }

  private Future<?> start(Callable<?> work) {
    var end = new CompletableFuture<Boolean>();
    Thread.startVirtualThread(() -> {
      try {
        work.call();
        end.complete(true);
      } catch (Throwable failure) {
        end.completeExceptionally(failure);
      } finally {
        leave();
      }
    });
    return end;
  }

  /// Lets one through at a time, in the order in which they came. Whoever waits here is asleep.
  Door door() {
    return new Door();
  }

  /// See [#door()].
  final class Door {
    private final ArrayDeque<CountDownLatch> waiting = new ArrayDeque<>();
    private boolean taken;

    void enter() throws InterruptedException {
      var called = new CountDownLatch(1);
      synchronized (VirtualTime.this) {
        if (!taken) {
          taken = true;
          return;
        }
        waiting.add(called);
        leave();
      }
      called.await();
    }

    void exit() {
      synchronized (VirtualTime.this) {
        var next = waiting.poll();
        taken = next != null;
        if (next != null) {
          awake++;
          next.countDown();
        }
      }
    }
  }

  private synchronized void fallAsleep(Sleeper sleeper) {
    sleepers.add(sleeper);
    leave();
  }

  private synchronized void leave() {
    awake--;
    if (awake == 0 && !sleepers.isEmpty()) {
      now = sleepers.peek().until();
      while (!sleepers.isEmpty() && !sleepers.peek().until().isAfter(now)) {
        awake++;
        sleepers.poll().wake().countDown();
      }
    }
  }
}

package ai.superit.halo.application.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

/// A tenant with a limit that nobody is told, called by a backfill of six threads and now and then
/// by a person, in virtual time. Calls take their time on the way, so that they come unevenly.
final class HiddenLimit {
  private static final long TICK = 20;
  private static final int THREADS = 6;

  private record UnderWay(long arrives, boolean trial) {}

  final List<Long> taken = new ArrayList<>();
  final List<Long> refused = new ArrayList<>();

  /// When a person began to wait, and for how long.
  final List<long[]> waits = new ArrayList<>();

  private final ArrayDeque<Long> window = new ArrayDeque<>();
  private final PriorityQueue<UnderWay> underWay =
      new PriorityQueue<>(Comparator.comparingLong(UnderWay::arrives));
  private final Random chance;
  private final int latency;
  private int limit;
  private long windowMillis;
  private TenantBudget.Memory memory = TenantBudget.Memory.NONE;
  private long now = 1_700_000_000_000L;
  private long nextBackfill;
  private long personSince;
  private int streak;
  private boolean talks;

  HiddenLimit(int limit, long windowSeconds, int latency, long seed) {
    this.chance = new Random(seed);
    this.latency = latency;
    become(limit, windowSeconds);
  }

  /// From now on it names its limit when it refuses.
  void talk() {
    talks = true;
  }

  void become(int changed, long windowSeconds) {
    limit = changed;
    windowMillis = windowSeconds * 1000;
  }

  /// Somebody else calls.
  void takeElsewhere(int calls) {
    for (int i = 0; i < calls && window.size() < limit; i++) {
      window.add(now);
    }
  }

  void run(Duration span) {
    personSince = now + 5_000;
    for (var end = now + span.toMillis(); now < end; now += TICK) {
      while (!underWay.isEmpty() && underWay.peek().arrives() <= now) {
        arrive(underWay.poll());
      }
      person();
      backfill();
    }
  }

  long now() {
    return now;
  }

  TenantBudget.State state() {
    return budget().state();
  }

  private void person() {
    if (now >= personSince && ask(Lane.PERSON).isGranted()) {
      waits.add(new long[] {personSince, now - personSince});
      personSince = now + 5_000 + chance.nextInt(30_000);
    }
  }

  private void backfill() {
    if (now >= nextBackfill && underWay.size() < THREADS) {
      nextBackfill = now + Math.min(500, ask(Lane.BACKFILL).delay().toMillis());
    }
  }

  private TenantBudget.Decision ask(Lane lane) {
    var budget = budget();
    var decision = budget.ask(lane);
    memory = budget.memory();
    if (decision.isGranted()) {
      underWay.add(new UnderWay(now + latency / 2 + chance.nextInt(latency), decision.trial()));
    }
    return decision;
  }

  private void arrive(UnderWay call) {
    while (!window.isEmpty() && window.peek() <= now - windowMillis) {
      window.poll();
    }
    if (window.size() < limit) {
      window.add(now);
      taken.add(now);
      streak = 0;
      if (call.trial()) {
        change(TenantBudget::accepted);
      }
    } else {
      refused.add(now);
      change(this::refuse);
    }
  }

  private void refuse(TenantBudget budget) {
    budget.refused(Duration.ofSeconds(5L << Math.min(streak++, 4)));
    if (talks) {
      budget.stated(new StatedLimit(limit, Duration.ofMillis(windowMillis)));
    }
  }

  private void change(Consumer<TenantBudget> step) {
    var budget = budget();
    step.accept(budget);
    memory = budget.memory();
  }

  private TenantBudget budget() {
    return TenantBudget.at(Instant.ofEpochMilli(now), TenantBudget.Bound.NONE, memory);
  }
}

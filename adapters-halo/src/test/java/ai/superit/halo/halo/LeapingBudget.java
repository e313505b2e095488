package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Allowance;
import ai.superit.halo.application.connection.BudgetForecast;
import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.StatedLimit;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.application.connection.TenantBudget.Bound;
import ai.superit.halo.application.connection.TenantBudget.Memory;
import ai.superit.halo.application.connection.TenantBudget.State;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;

/// Learns and decides for one connection as the real one does, in a time of its own: whoever has to
/// wait moves the clock, so that a window passes at once and a slow machine is as good as a fast
/// one. A call takes two seconds at most, however long it really does.
final class LeapingBudget implements RateBudget {
  private static final Duration LEAP = Duration.ofMillis(200);
  private static final Duration LONGEST_CALL = Duration.ofSeconds(2);

  private final ManualClock clock;
  private final ArrayDeque<Instant> underWay = new ArrayDeque<>();
  private Memory memory = Memory.NONE;

  LeapingBudget(ManualClock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void acquire(ConnectionId connection, Lane lane, Duration patience)
      throws InterruptedException {
    var end = clock.instant().plus(patience);
    for (var delay = ask(lane); delay.isPositive(); delay = ask(lane)) {
      if (clock.instant().plus(delay).isAfter(end)) {
        throw new CallsHeldBack(clock.instant().plus(delay));
      }
      var then = clock.instant().plus(delay.compareTo(LEAP) < 0 ? delay : LEAP);
      if (underWay.isEmpty() || then.isBefore(underWay.getFirst().plus(LONGEST_CALL))) {
        clock.set(then);
        notifyAll();
      } else {
        wait();
      }
    }
    underWay.add(clock.instant());
  }

  private Duration ask(Lane lane) {
    var budget = budget();
    var delay = budget.ask(lane).delay();
    memory = budget.memory();
    return delay;
  }

  @Override
  public void answered(ConnectionId connection) {
    ended(TenantBudget::accepted);
  }

  @Override
  public void refused(ConnectionId connection, Duration pause) {
    ended(budget -> budget.refused(pause));
  }

  private synchronized void ended(Consumer<TenantBudget> told) {
    underWay.poll();
    learn(told);
    notifyAll();
  }

  @Override
  public void stated(ConnectionId connection, StatedLimit limit) {
    learn(budget -> budget.stated(limit));
  }

  @Override
  public void told(ConnectionId connection, Allowance allowance) {
    learn(budget -> budget.told(allowance));
  }

  private synchronized void learn(Consumer<TenantBudget> step) {
    var budget = budget();
    step.accept(budget);
    memory = budget.memory();
  }

  @Override
  public synchronized Optional<State> findState(ConnectionId connection) {
    return Optional.of(budget().state());
  }

  @Override
  public synchronized Duration timeFor(
      ConnectionId connection, Lane lane, long calls, Duration pace) {
    return BudgetForecast.timeFor(Bound.NONE, memory, clock.instant(), lane, calls, pace);
  }

  private TenantBudget budget() {
    return TenantBudget.at(clock.instant(), Bound.NONE, memory);
  }
}

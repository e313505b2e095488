package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.BudgetTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that passes by sleeping alone: whoever sleeps wakes up at once, when it is as late as that.
/// For work in which one sleeps at a time, such as calls of one lane; of several who sleep at once,
/// those with the shorter sleep would wake up late.
final class LeapingTime implements BudgetTime, InstantSource {
  private Instant now = Instant.parse("2026-03-02T10:00:00Z");

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
  public synchronized void sleep(Duration span) {
    now = now.plus(span);
  }
}

package ai.superit.halo.application.testing;

import ai.superit.halo.domain.testing.Moments;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until a test moves it. Begins at noon.
public final class ManualClock implements InstantSource {
  private final AtomicReference<Instant> now = new AtomicReference<>(Moments.NOON);

  @Override
  public Instant instant() {
    return now.get();
  }

  public void set(Instant to) {
    now.set(to);
  }

  public void advance(Duration by) {
    now.updateAndGet(before -> before.plus(by));
  }
}

package ai.superit.halo.bootstrap;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Keeps an answer for a while, so that many who ask cost no more than one. Thread-safe; whoever
/// asks while the answer is being found waits for it.
final class Remembered<T> implements Supplier<T> {
  private record Answer<T>(T value, Instant until) {}

  private final Supplier<T> source;
  private final Duration kept;
  private final InstantSource clock;
  private Answer<T> answer;

  Remembered(Supplier<T> source, Duration kept, InstantSource clock) {
    this.source = source;
    this.kept = kept;
    this.clock = clock;
    this.answer = ask();
  }

  @Override
  public synchronized T get() {
    if (!clock.instant().isBefore(answer.until())) {
      answer = ask();
    }
    return answer.value();
  }

  private Answer<T> ask() {
    var value = source.get();
    return new Answer<>(value, clock.instant().plus(kept));
  }
}

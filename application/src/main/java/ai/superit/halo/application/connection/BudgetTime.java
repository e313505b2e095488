package ai.superit.halo.application.connection;

import java.time.Duration;
import java.time.Instant;

/// The time that a budget goes by; the same for all instances that share it. Safe for use by many
/// threads.
public interface BudgetTime {
  /// As it passes in life.
  BudgetTime REAL =
      new BudgetTime() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public Instant shown(Instant clockOfStore) {
          return clockOfStore;
        }

        @Override
        public void sleep(Duration span) throws InterruptedException {
          Thread.sleep(span);
        }
      };

  /// By this instance's own clock.
  Instant now();

  /// What the clock of the store, by which instances agree, means in this time.
  Instant shown(Instant clockOfStore);

  /// @throws InterruptedException if the thread is interrupted meanwhile
  void sleep(Duration span) throws InterruptedException;
}

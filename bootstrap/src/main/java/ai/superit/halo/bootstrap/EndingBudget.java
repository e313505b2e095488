package ai.superit.halo.bootstrap;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// A budget for which nobody waits any more once the service stops: a tenant may let no call
/// through for minutes, and a stop must not take as long. Whoever waited is told so, and its thread
/// is not interrupted, so that it can record what became of its work.
final class EndingBudget extends ForwardingBudget {
  private final Set<Thread> waiting = new HashSet<>();
  private boolean ended;

  EndingBudget(RateBudget budget) {
    super(budget);
  }

  /// Ends all waits, those to come too.
  synchronized void end() {
    ended = true;
    waiting.forEach(Thread::interrupt);
  }

  @Override
  public void acquire(ConnectionId connection, Lane lane, Duration patience)
      throws InterruptedException {
    begin();
    try {
      super.acquire(connection, lane, patience);
    } catch (InterruptedException | StoreUnavailable failure) {
      if (hasEnded()) {
        throw new CallsEnded();
      }
      throw failure;
    } finally {
      leave();
    }
  }

  private synchronized void begin() {
    if (ended) {
      throw new CallsEnded();
    }
    waiting.add(Thread.currentThread());
  }

  private synchronized boolean hasEnded() {
    return ended;
  }

  /// Who has waited until the end was interrupted by it, maybe when it waited no more.
  private synchronized void leave() {
    waiting.remove(Thread.currentThread());
    if (ended) {
      var _ = Thread.interrupted();
    }
  }
}

package ai.superit.halo.halo;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.HaloConsents;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.HaloConsent;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Consents of another store that can be away when something is to be stored.
final class WatchedConsents implements HaloConsents {
  private final HaloConsents store;
  private final Semaphore extensions = new Semaphore(0);

  /// How often storing fails before the store is back.
  final AtomicInteger failing = new AtomicInteger();

  /// Whether the thread is interrupted that has just claimed a renewal.
  final AtomicBoolean interruptingClaim = new AtomicBoolean();

  /// Whether the thread is interrupted once that is about to store.
  final AtomicBoolean interruptingStore = new AtomicBoolean();

  /// Whether the key that sealed them is missing.
  final AtomicBoolean locked = new AtomicBoolean();

  WatchedConsents(HaloConsents store) {
    this.store = store;
  }

  /// Waits for one that has begun after this call.
  void awaitExtension() throws InterruptedException {
    extensions.drainPermits();
    extensions.acquire(2);
  }

  @Override
  public Optional<HaloConsent> find(ConnectionId connection) {
    if (locked.get()) {
      throw new SecretUnreadable(new IllegalStateException());
    }
    return store.find(connection);
  }

  @Override
  public void store(ConnectionId connection, HaloConsent consent, ConnectionStatus status) {
    store.store(connection, consent, status);
  }

  @Override
  public Optional<Renewal> claim(ConnectionId connection, Duration atMost) {
    var claimed = store.claim(connection, atMost);
    if (interruptingClaim.get()) {
      Thread.currentThread().interrupt();
    }
    return claimed;
  }

  @Override
  public boolean extend(ConnectionId connection, UUID lease, Duration atMost) {
    var extended = store.extend(connection, lease, atMost);
    extensions.release();
    return extended;
  }

  @Override
  public boolean renewed(ConnectionId connection, UUID lease, HaloConsent next) {
    if (interruptingStore.getAndSet(false)) {
      Thread.currentThread().interrupt();
    }
    requireNotInterrupted();
    if (failing.getAndDecrement() > 0) {
      throw new StoreUnavailable("away", new IllegalStateException());
    }
    return store.renewed(connection, lease, next);
  }

  @Override
  public void release(ConnectionId connection, UUID lease) {
    requireNotInterrupted();
    store.release(connection, lease);
  }

  /// As a store on the far side of a socket.
  private static void requireNotInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new StoreUnavailable("broken off", new InterruptedException());
    }
  }

  @Override
  public boolean lost(ConnectionId connection, UUID lease, ConnectionStatus status) {
    return store.lost(connection, lease, status);
  }
}

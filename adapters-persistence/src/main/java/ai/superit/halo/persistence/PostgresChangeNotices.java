package ai.superit.halo.persistence;

import ai.superit.halo.application.ChangeListeners;
import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Collects what this instance has committed and tells all instances of it every tenth of a second.
///
/// Notices are sent apart from the transactions that they are about: a transaction that notifies
/// would make all such commits wait for each other. What an instance has not told when it dies is
/// made up for by the others when they hear no sign of life from it any more, and when one starts:
/// then anything may have changed.
final class PostgresChangeNotices implements ChangeNotices, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresChangeNotices.class);
  private static final Duration EVERY = Duration.ofMillis(100);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

  private final Database database;
  private final LongSupplier nanos;
  private final ChangeListeners listeners = new ChangeListeners();
  private final Thread sender =
      Thread.ofPlatform().name("store-changes").daemon().unstarted(this::run);
  private Map<ConnectionId, ChangeMessage.Changed> waiting = new HashMap<>();
  private final Companions companions = new Companions();
  private final UUID instance = UUID.randomUUID();
  private long nextSign;
  private boolean anything = true;
  private volatile boolean closed;

  /// @param nanos a clock such as [System#nanoTime]
  PostgresChangeNotices(Database database, LongSupplier nanos) {
    this.database = database;
    this.nanos = nanos;
    this.nextSign = nanos.getAsLong();
  }

  void start() {
    sender.start();
  }

  @Override
  public Listening listen(ConnectionId connection, Listener listener) {
    return listeners.listen(connection, listener);
  }

  /// To be called within the transaction that writes; told after it has committed.
  void tickets(ConnectionId connection, Collection<Long> ids) {
    if (!ids.isEmpty()) {
      var changed = List.copyOf(ids);
      database.afterCommit(() -> collect(connection, change -> change.addTickets(changed)));
    }
  }

  /// Too many tickets of the connection changed at once to name them.
  void anyTicket(ConnectionId connection) {
    database.afterCommit(() -> collect(connection, ChangeMessage.Changed::addAnything));
  }

  void runs(ConnectionId connection) {
    database.afterCommit(() -> collect(connection, ChangeMessage.Changed::addRuns));
  }

  void alerts(ConnectionId connection) {
    database.afterCommit(() -> collect(connection, ChangeMessage.Changed::addAlerts));
  }

  /// What some instance has sent.
  void heard(String content) {
    if (!companions.heard(content, nanos.getAsLong())) {
      ChangeMessage.read(content, listeners);
    }
  }

  /// Notices may have got lost.
  void missed() {
    listeners.tellAll(Listener::missed);
  }

  private synchronized void collect(
      ConnectionId connection, Consumer<ChangeMessage.Changed> change) {
    change.accept(waiting.computeIfAbsent(connection, _ -> new ChangeMessage.Changed()));
  }

  private synchronized List<String> take() {
    var messages = new ArrayList<String>();
    messages.addAll(anything ? List.of(ChangeMessage.ANYTHING) : ChangeMessage.of(waiting));
    waiting = new HashMap<>();
    anything = false;
    if (!closed && nanos.getAsLong() - nextSign >= 0) {
      nextSign = nanos.getAsLong() + SIGN_OF_LIFE.toNanos();
      messages.add(Companions.alive(instance));
    }
    return messages;
  }

  private synchronized void takeBack() {
    anything = true;
  }

  private void run() {
    while (!closed) {
      sendWaiting();
      lookForSilent();
      LockSupport.parkNanos(EVERY.toNanos());
    }
  }

  /// What an instance had not told when it died may be about anything.
  void lookForSilent() {
    if (companions.isOneSilent(nanos.getAsLong())) {
      missed();
    }
  }

  private void sendWaiting() {
    var messages = take();
    if (messages.isEmpty()) {
      return;
    }
    var notify =
        Query.of(
            "select count(pg_notify(?, message)) from unnest(?::text[]) as m(message)",
            Notices.Channel.CHANGES.wireName(),
            messages.toArray(String[]::new));
    try {
      database.writeBare(notify::number);
    } catch (RuntimeException failure) {
      takeBack();
      if (!closed) {
        LOG.warn("event=change_notices_not_sent reason={}", failure.toString());
        LockSupport.parkNanos(RETRY_PAUSE.toNanos());
      }
    }
  }

  /// Sends what waits. To be called while the database is still open.
  @Override
  public void close() {
    closed = true;
    if (sender.getState() == Thread.State.NEW) {
      return;
    }
    LockSupport.unpark(sender);
    try {
      sender.join(RETRY_PAUSE);
      sendWaiting();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

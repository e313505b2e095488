package ai.superit.halo.graphql;

import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;

/// Says when something of a connection is to be read again, twice a second at most.
abstract class ConnectionFeed implements Feed<ConnectionId>, ChangeNotices.Listener {
  private static final Duration BETWEEN_EVENTS = Duration.ofMillis(500);

  private final ConnectionId connection;
  private final ChangeNotices.Listening listening;
  private boolean changed;

  ConnectionFeed(ChangeNotices changes, ConnectionId connection) {
    this.connection = connection;
    this.listening = changes.listen(connection, this);
  }

  /// To be called when it is.
  final synchronized void changed() {
    changed = true;
    notifyAll();
  }

  @Override
  public final void missed() {
    changed();
  }

  @Override
  public final ConnectionId first() {
    return connection;
  }

  @Override
  public final ConnectionId next() throws InterruptedException {
    Thread.sleep(BETWEEN_EVENTS);
    synchronized (this) {
      while (!changed) {
        wait();
      }
      changed = false;
    }
    return connection;
  }

  @Override
  public final void close() {
    listening.close();
  }
}

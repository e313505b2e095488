package ai.superit.halo.graphql;

import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Duration;
import java.util.Set;

/// Says when the runs of a connection are to be read again, twice a second at most.
final class RunFeed implements Feed<ConnectionId>, ChangeNotices.Listener {
  private static final Duration BETWEEN_EVENTS = Duration.ofMillis(500);

  private final ConnectionId connection;
  private final ChangeNotices.Listening listening;
  private boolean changed;

  RunFeed(ChangeNotices changes, ConnectionId connection) {
    this.connection = connection;
    this.listening = changes.listen(connection, this);
  }

  @Override
  public void ticketsChanged(Set<TicketId> tickets) {}

  @Override
  public synchronized void runsChanged() {
    changed = true;
    notifyAll();
  }

  @Override
  public void missed() {
    runsChanged();
  }

  @Override
  public ConnectionId first() {
    return connection;
  }

  @Override
  public ConnectionId next() throws InterruptedException {
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
  public void close() {
    listening.close();
  }
}

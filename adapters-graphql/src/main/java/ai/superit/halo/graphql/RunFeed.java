package ai.superit.halo.graphql;

import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.Set;

/// Says when the runs of a connection are to be read again.
final class RunFeed extends ConnectionFeed {
  RunFeed(ChangeNotices changes, ConnectionId connection) {
    super(changes, connection);
  }

  @Override
  public void ticketsChanged(Set<TicketId> tickets) {}

  @Override
  public void runsChanged() {
    changed();
  }
}

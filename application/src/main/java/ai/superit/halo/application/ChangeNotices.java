package ai.superit.halo.application;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.Set;

/// Tells what has changed in the store, on any instance, a moment after it was committed. What a
/// notice says is only where to look: whoever gets it reads the store again.
public interface ChangeNotices {
  /// Called by one thread for all listeners: must return at once and not throw.
  interface Listener {
    /// These tickets, their notes or their routes were stored or deleted.
    void ticketsChanged(Set<TicketId> tickets);

    /// A run of the connection began, went on or ended.
    void runsChanged();

    /// An alert of the connection opened, was acknowledged or is over.
    default void alertsChanged() {}

    /// Anything may have changed: notices were too many, or may have got lost.
    void missed();
  }

  /// Ends the listening. Closing twice does nothing more.
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  /// The listener hears of everything that is committed after this call, until it is closed.
  Listening listen(ConnectionId connection, Listener listener);
}

package ai.superit.halo.application.notification;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import java.util.List;
import java.util.Optional;

/// Where the alerts of each connection are told.
public interface AlertChannels {
  /// The oldest first; empty for a connection that is not known.
  List<AlertChannel> list(ConnectionId connection);

  /// Keeps the channel, in place of what it was before.
  void save(ConnectionId connection, AlertChannel channel, ChannelTarget target);

  /// Where the channel leads, with its secrets: to send there, not to show.
  Optional<ChannelTarget> target(ConnectionId connection, ChannelId channel);

  /// Forgets the channel and whatever waited for it.
  ///
  /// @return whether there was one
  boolean remove(ConnectionId connection, ChannelId channel);
}

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

  /// Keeps a new channel.
  ///
  /// @return false if there is one with its name, or it itself: that stays as it is
  boolean add(ConnectionId connection, AlertChannel channel, ChannelTarget target);

  /// Keeps the channel in place of what it was before.
  ///
  /// @return false if there is none: it may just have been removed
  boolean replace(ConnectionId connection, AlertChannel channel, ChannelTarget target);

  /// Where the channel leads, with its secrets: to send there, not to show.
  Optional<ChannelTarget> target(ConnectionId connection, ChannelId channel);

  /// Forgets the channel and whatever waited for it.
  ///
  /// @return whether there was one
  boolean remove(ConnectionId connection, ChannelId channel);
}

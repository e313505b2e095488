package ai.superit.halo.application.notification;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import java.util.List;
import java.util.Optional;

/// Where the alerts of each connection are told.
public interface AlertChannels {
  /// A channel with where it leads.
  record Kept(AlertChannel channel, ChannelTarget target) {}

  /// The oldest first; empty for a connection that is not known.
  List<AlertChannel> list(ConnectionId connection);

  /// Keeps a new channel.
  ///
  /// @return false if there is one with its name, or it itself: that stays as it is
  boolean add(ConnectionId connection, AlertChannel channel, ChannelTarget target);

  /// Keeps the channel in place of what it was before.
  ///
  /// @return false if it is not that any more, since it may just have been changed or removed, or
  ///   if another one has the name
  /// @throws SealedChannel if the secrets of what it was cannot be opened
  boolean replace(ConnectionId connection, Kept before, Kept after);

  /// With the secrets of where it leads: to send there or to change it, not to show.
  ///
  /// @throws SealedChannel if the secrets cannot be opened
  Optional<Kept> find(ConnectionId connection, ChannelId channel);

  /// Where the channel leads.
  ///
  /// @throws SealedChannel if its secrets cannot be opened
  default Optional<ChannelTarget> target(ConnectionId connection, ChannelId channel) {
    return find(connection, channel).map(Kept::target);
  }

  /// Forgets the channel and whatever waited for it.
  ///
  /// @return whether there was one
  boolean remove(ConnectionId connection, ChannelId channel);
}

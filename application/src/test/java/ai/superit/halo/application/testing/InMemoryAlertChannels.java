package ai.superit.halo.application.testing;

import ai.superit.halo.application.notification.AlertChannels;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Channels by connection.
record InMemoryAlertChannels(Memory memory) implements AlertChannels {
  @Override
  public List<AlertChannel> list(ConnectionId connection) {
    return memory.with(state ->
        state.channels.entrySet().stream()
            .filter(entry -> entry.getKey().connection().equals(connection))
            .map(entry -> entry.getValue().channel())
            .sorted(
                Comparator.comparing(AlertChannel::createdAt)
                    .thenComparing(channel -> channel.id().toString()))
            .toList());
  }

  @Override
  public boolean add(ConnectionId connection, AlertChannel channel, ChannelTarget target) {
    return memory.with(state -> {
      var isFree =
          list(connection).stream()
              .noneMatch(
                  known -> known.id().equals(channel.id()) || known.name().equals(channel.name()));
      if (isFree) {
        state.channels.put(new Key<>(connection, channel.id()), new Kept(channel, target));
      }
      return isFree;
    });
  }

  @Override
  public boolean replace(ConnectionId connection, Kept before, Kept after) {
    var key = new Key<>(connection, before.channel().id());
    return memory.with(state ->
        list(connection).stream()
                .filter(other -> !other.id().equals(key.id()))
                .noneMatch(other -> other.name().equals(after.channel().name()))
            && state.channels.replace(key, before, after));
  }

  @Override
  public Optional<Kept> find(ConnectionId connection, ChannelId channel) {
    return memory.with(
        state -> Optional.ofNullable(state.channels.get(new Key<>(connection, channel))));
  }

  @Override
  public boolean remove(ConnectionId connection, ChannelId channel) {
    return memory.with(state -> {
      var key = new Key<>(connection, channel);
      state.notices.keySet().removeIf(id -> id.channel().equals(key));
      return state.channels.remove(key) != null;
    });
  }
}

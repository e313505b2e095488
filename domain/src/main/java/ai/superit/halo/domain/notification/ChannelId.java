package ai.superit.halo.domain.notification;

import java.util.Optional;
import java.util.UUID;

/// Names one channel of a connection.
public record ChannelId(UUID value) {
  public static ChannelId random() {
    return new ChannelId(UUID.randomUUID());
  }

  /// Empty for text that cannot be the id of a channel; never throws.
  public static Optional<ChannelId> find(String text) {
    try {
      var id = new ChannelId(UUID.fromString(text));
      return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException notUuid) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

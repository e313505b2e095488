package ai.superit.halo.domain.connection;

import java.util.Optional;
import java.util.UUID;

/// Names one connection; random, so that a webhook address cannot be guessed from another.
public record ConnectionId(UUID value) {
  public static ConnectionId random() {
    return new ConnectionId(UUID.randomUUID());
  }

  /// @throws IllegalArgumentException if the text is not a UUID in its usual 36 characters
  public static ConnectionId parse(String text) {
    return find(text)
        .orElseThrow(
            () -> new IllegalArgumentException("a connection id is a UUID of 36 characters"));
  }

  /// Empty for text that cannot be a connection id; never throws.
  public static Optional<ConnectionId> find(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      var id = UUID.fromString(text);
      return id.toString().equalsIgnoreCase(text)
          ? Optional.of(new ConnectionId(id))
          : Optional.empty();
    } catch (IllegalArgumentException notUuid) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.webhook.HaloEvent;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Understands the bodies that Halo posts.
public interface DeliveryReader {
  sealed interface Content {
    /// @param unreadable how many items of a batch could not be understood
    /// @param id what Halo calls the delivery; empty for a batch
    record Events(List<HaloEvent> events, int unreadable, Optional<UUID> id) implements Content {
      public Events {
        events = List.copyOf(events);
      }

      public Events(List<HaloEvent> events, int unreadable) {
        this(events, unreadable, Optional.empty());
      }
    }

    /// @param reason for a person; holds nothing of the body
    record Unreadable(String reason) implements Content {}
  }

  /// Never throws, whatever the bytes are, and is done within milliseconds. Only what carries the
  /// id that Halo gives every delivery is understood.
  Content read(byte[] body);

  /// As [#read], for a body that needs no id, because a person, the delivery's signature or Halo's
  /// own log vouches for it: it is enough that it says which record it is about.
  default Content readVouchedFor(byte[] body) {
    return read(body);
  }
}

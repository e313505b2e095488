package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.webhook.HaloEvent;
import java.util.List;

/// Understands the bodies that Halo posts.
public interface DeliveryReader {
  sealed interface Content {
    /// @param unreadable how many items of a batch could not be understood
    record Events(List<HaloEvent> events, int unreadable) implements Content {
      public Events {
        events = List.copyOf(events);
      }
    }

    /// Tells only of records that are not mirrored.
    record OfNoUse() implements Content {}

    /// @param reason for a person; holds nothing of the body
    record Unreadable(String reason) implements Content {}
  }

  /// Never throws, whatever the bytes are, and is done within milliseconds.
  Content read(byte[] body);
}

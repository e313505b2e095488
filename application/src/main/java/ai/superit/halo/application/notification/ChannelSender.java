package ai.superit.halo.application.notification;

import ai.superit.halo.domain.notification.ChannelTarget;

/// Sends messages to where channels lead.
public interface ChannelSender {
  /// What the other side made of a message. Reasons name neither secrets nor what was answered
  /// beyond its status.
  sealed interface Outcome {
    record Accepted() implements Outcome {}

    /// It may be taken another time.
    record Failed(String reason) implements Outcome {}

    /// The other side wants no more messages, ever.
    record Refused(String reason) implements Outcome {}
  }

  /// Whether channels of this kind can be used as the service is configured.
  boolean canSend(ChannelTarget.Kind kind);

  /// Sends the message and waits until it is taken or refused, for less than a minute; does not
  /// throw. A message that is sent twice has the same id.
  Outcome send(ChannelTarget target, AlertMessage message);
}

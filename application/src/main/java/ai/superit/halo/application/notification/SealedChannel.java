package ai.superit.halo.application.notification;

/// The stored secrets of a channel cannot be opened: this instance lacks the key that sealed them,
/// or they were not sealed for this channel. Thrown by store adapters only.
public final class SealedChannel extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SealedChannel(String message, Throwable cause) {
    super(message, cause);
  }
}

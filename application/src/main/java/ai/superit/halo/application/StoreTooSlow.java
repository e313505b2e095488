package ai.superit.halo.application;

/// The store can be reached, but took longer for one statement than it may: the same once more
/// takes as long. Nothing of the statement has happened.
public final class StoreTooSlow extends StoreUnavailable {
  private static final long serialVersionUID = 1L;

  public StoreTooSlow(String message, Throwable cause) {
    super(message, cause);
  }
}

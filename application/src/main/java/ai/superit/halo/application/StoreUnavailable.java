package ai.superit.halo.application;

/// The store cannot be reached or did not answer in time; whether a write that was under way has
/// happened is unknown. Thrown by store adapters only.
public sealed class StoreUnavailable extends RuntimeException permits StoreTooSlow {
  private static final long serialVersionUID = 1L;

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}

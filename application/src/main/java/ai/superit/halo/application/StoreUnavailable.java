package ai.superit.halo.application;

/// The store cannot be reached or did not answer in time; whether a write that was under way has
/// happened is unknown. Thrown by store adapters only.
public sealed class StoreUnavailable extends RuntimeException permits StoreTooSlow {
  private static final long serialVersionUID = 1L;

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  /// For a log: what happened, and what lies at the root of it where that has a message.
  public String reason() {
    Throwable root = this;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    var message = String.valueOf(getMessage());
    return root == this || root.getMessage() == null ? message : message + ": " + root;
  }
}

package ai.superit.halo.application.connection;

/// A call was not sent, because this service stops; thrown by budgets. It says nothing about the
/// tenant. Whoever records what became of its work leaves it as if it had not been begun: it is
/// done after the next start, or by another instance.
public final class CallsEnded extends HaloUnavailable {
  private static final long serialVersionUID = 1L;

  public CallsEnded() {
    super(
        Cause.RATE_LIMITED,
        "No call was sent, because this service stops: it is done after the next start.");
  }
}

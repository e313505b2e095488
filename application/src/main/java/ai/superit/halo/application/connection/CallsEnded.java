package ai.superit.halo.application.connection;

/// A call was not sent, because this service stops; thrown by budgets. It says nothing about the
/// tenant, and so is no [HaloUnavailable]: like a
/// [StoreUnavailable][ai.superit.halo.application.StoreUnavailable] it goes past all who record
/// what became of their work. That stays as if it had not been begun, and is done after the next
/// start, or by another instance; a person who waits for an answer reads the message.
public final class CallsEnded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CallsEnded() {
    super("HaloPSA is called no more, because this service stops: try again when it runs.");
  }
}

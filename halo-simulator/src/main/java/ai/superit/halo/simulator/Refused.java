package ai.superit.halo.simulator;

/// A call that ends with an error answer.
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Reply reply;

  Refused(Reply reply) {
    super("Refused with " + reply.status(), null, false, false);
    this.reply = reply;
  }

  Reply reply() {
    return reply;
  }
}

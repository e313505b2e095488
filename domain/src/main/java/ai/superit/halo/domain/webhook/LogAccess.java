package ai.superit.halo.domain.webhook;

/// Whether Halo's own log of deliveries can prove what was not received.
public enum LogAccess {
  NOT_YET("Halo's delivery log has not been looked at yet."),
  AVAILABLE("Halo's delivery log was read back to where the last check ended."),
  NOT_SET_UP("Halo has no webhook that posts to this service: set it up with registerWebhook."),
  SWITCHED_OFF(
      "Halo has switched the webhook off and sends nothing: switch it on again in Halo under"
          + " Configuration > Integrations > Webhooks."),
  FORBIDDEN(
      "Halo does not let the connection read webhooks: give the API application's agent the right"
          + " to administer them."),
  NOT_KEPT("This tenant does not offer its delivery log."),
  LIGHTWEIGHT(
      "Halo's delivery log keeps no bodies: switch off \"lightweight logs\" at the webhook."),
  CUSTOM_PAYLOAD(
      "The webhook sends a body of its own without the delivery's id, so that two deliveries cannot"
          + " be told apart: choose a payload of Halo's own."),
  UNREADABLE(
      "Halo's delivery log has rows that cannot be understood, or is not given the latest first."),
  CUT_OFF("Halo's delivery log does not reach back to where the last check ended."),
  NOT_LET_IN(
      "Halo does not let the connection in: authorise it, or mend its credentials, as its status"
          + " says; its delivery log is read as soon as it is let in."),
  OUT_OF_REACH(
      "The tenant did not answer, or takes no more calls for now; its delivery log is read as soon"
          + " as it does.");

  private final String reason;

  LogAccess(String reason) {
    this.reason = reason;
  }

  /// Why, and what to do, in a sentence for a person.
  public String reason() {
    return reason;
  }

  /// Whether the tenant can be asked for what changed, since its log does not tell.
  public boolean needsPoll() {
    return switch (this) {
      case SWITCHED_OFF, FORBIDDEN, NOT_KEPT, LIGHTWEIGHT, CUSTOM_PAYLOAD, UNREADABLE, CUT_OFF ->
          true;
      case NOT_YET, AVAILABLE, NOT_SET_UP, NOT_LET_IN, OUT_OF_REACH -> false;
    };
  }
}

package ai.superit.halo.domain.webhook;

/// What can be wrong with a webhook in HaloPSA.
public enum WebhookProblem {
  /// HaloPSA could not be asked.
  NOT_READABLE("HaloPSA could not be asked; this is tried again by itself.", false),
  MISSING("The webhook is not in HaloPSA any more.", true),
  /// It posts to somewhere else.
  WRONG_ADDRESS("The webhook posts to another address.", true),
  /// Deliveries are to prove themselves in another way.
  WRONG_SCHEME("The webhook's authentication is not the one that is expected here.", true),
  /// HaloPSA shows no secret: deliveries are refused, and none is accepted.
  SECRET_DOUBTFUL(
      "Deliveries are refused because their signature or password is wrong, and none is"
          + " accepted.",
      true),
  /// Method, type of content or payload is another.
  EDITED("The webhook's method, content type or payload was changed.", true),
  EVENTS_MISSING("The webhook does not tell of all the chosen events.", true),
  /// HaloPSA did it, after deliveries had failed.
  DISABLED_BY_HALO(
      "HaloPSA switched the webhook off because its deliveries failed. See that HaloPSA reaches the"
          + " address from the Internet.",
      true),
  /// A person did it.
  SWITCHED_OFF(
      "Somebody switched the webhook off in HaloPSA. Call checkWebhook to switch it on again.",
      false),
  /// More than one posts to the address.
  DUPLICATE(
      "Several webhooks in HaloPSA post to the address. Delete all but the one that is named Super"
          + " IT and the first eight characters of the last part of that address (only Super IT, if"
          + " it was set up long ago).",
      false);

  private final String sentence;
  private final boolean mendedUnasked;

  WebhookProblem(String sentence, boolean mendedUnasked) {
    this.sentence = sentence;
    this.mendedUnasked = mendedUnasked;
  }

  /// For a person: what is wrong, and what to do if anything is.
  public String sentence() {
    return sentence;
  }

  /// Whether it is mended without anybody having asked for it.
  public boolean isMendedUnasked() {
    return mendedUnasked;
  }

  /// Whether setting the webhook up again mends it.
  public boolean canBeMended() {
    return mendedUnasked || this == SWITCHED_OFF;
  }
}

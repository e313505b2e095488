package ai.superit.halo.domain.alert;

import ai.superit.halo.domain.alert.Limits.Unit;

/// What can be wrong with a connection. `docs/webhooks.md` says what to do about each.
@SuppressWarnings("ImmutableEnumChecker") // records of numbers are immutable
public enum AlertKind {
  /// The share of attempts to apply deliveries that fail.
  DELIVERY_FAILURES(
      new Limits(Unit.PERCENT, 20, 1, 100, 20),
      Patience.OF_LEVELS,
      "See errors of webhookStatistics for the causes, mend them, and replay the dead letters."),
  /// From the event to its application, of 95 in 100; or how long the oldest delivery has waited.
  LATENCY(
      new Limits(Unit.SECONDS, 300, 1, 86_400, 20),
      Patience.OF_LEVELS,
      "See whether HaloPSA answers slowly or its call limit is used up, in rateBudget of"
          + " mirrorStatus."),
  /// What is received, beside what is usual for that hour of the week.
  VOLUME_SPIKE(
      new Limits(Unit.TIMES, 5, 2, 1_000, 200),
      Patience.OF_LEVELS,
      "See byEvent and byClient of webhookStatistics for what it is: often an import or a rule in"
          + " HaloPSA that changes many tickets."),
  /// What is missing of what is usual for that hour of the week; or changes that were found and of
  /// which no delivery told.
  SILENCE(
      new Limits(Unit.PERCENT, 90, 10, 100, 20),
      new Patience(5, 5),
      "Call checkWebhook, and see that HaloPSA reaches the address of the webhook. Polling finds"
          + " all changes meanwhile."),
  /// The share of what HaloPSA says it sent that did not come.
  ENDPOINT_UNREACHABLE(
      new Limits(Unit.PERCENT, 20, 1, 100, 5),
      Patience.OF_LEVELS,
      "See in the log of the webhook in HaloPSA what its deliveries are answered, and mend DNS,"
          + " certificate, proxy or firewall. What is missing is read again by itself."),
  /// The webhook in HaloPSA is off, gone, or posts elsewhere.
  WEBHOOK_DISABLED(
      Limits.NONE,
      Patience.OF_FACTS,
      "See statusReason of the webhook's setup, mend what it says, and call checkWebhook."),
  /// A run failed, or something of it is missing; or polls keep failing.
  SYNC_FAILURE(
      Limits.NONE,
      Patience.OF_FACTS,
      "See the runs of mirrorStatus, and lastPollGap of the schedules, for the reason, mend it, and"
          + " call startSync."),
  /// How long ago a list that is compared every night was last read to its end.
  MIRROR_STALE(
      new Limits(Unit.HOURS, 48, 2, 1_000, 0),
      Patience.OF_LEVELS,
      "See the runs of mirrorStatus for what keeps them from their end, and call startSync."),
  /// Deliveries that were refused, or a secret that HaloPSA does not use.
  SECURITY(
      new Limits(Unit.DELIVERIES, 50, 1, 1_000_000, 0),
      new Patience(1, 10),
      "See refused of the webhook for the reasons. If it is not HaloPSA, allow only its addresses;"
          + " if it is, call rotateWebhookSecret."),
  /// HaloPSA does not let us in any more.
  NEEDS_AUTHORIZATION(
      Limits.NONE,
      Patience.OF_FACTS,
      "Call diagnoseConnection for what is missing; mend it by startAuthorization,"
          + " replaceHaloCredentials or the rights of the application in HaloPSA, and call"
          + " testHaloConnection.");

  private final Limits limits;
  private final Patience patience;
  private final String advice;

  AlertKind(Limits limits, Patience patience, String advice) {
    this.limits = limits;
    this.patience = patience;
    this.advice = advice;
  }

  public Limits limits() {
    return limits;
  }

  public Patience patience() {
    return patience;
  }

  /// For a person: what to do about it, one or two sentences.
  public String advice() {
    return advice;
  }
}

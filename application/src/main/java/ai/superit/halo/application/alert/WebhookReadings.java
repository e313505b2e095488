package ai.superit.halo.application.alert;

import ai.superit.halo.application.webhook.DeliveryProofs;
import ai.superit.halo.application.webhook.DeliveryProofs.Hour;
import ai.superit.halo.application.webhook.Refusal;
import ai.superit.halo.application.webhook.RefusedDeliveries;
import ai.superit.halo.application.webhook.WebhookWatch;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.WebhookProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/// How it stands with the webhook in HaloPSA, and with what posts to it.
final class WebhookReadings {
  private static final Set<WebhookProblem> OFF =
      Set.of(
          WebhookProblem.DISABLED_BY_HALO,
          WebhookProblem.SWITCHED_OFF,
          WebhookProblem.MISSING,
          WebhookProblem.WRONG_ADDRESS);

  private static final Set<Refusal> OF_STRANGERS =
      Set.of(Refusal.SENDER_NOT_ALLOWED, Refusal.NOT_HTTPS, Refusal.NOT_AUTHENTIC);

  /// Why HaloPSA switched it off is not over because we have switched it on again.
  private static final Duration DOUBTED_AFTER_REPAIR = Duration.ofMinutes(30);

  /// What failed counts as missing when it has not come for so long: HaloPSA may try again.
  private static final Duration RETRIED_FOR = Duration.ofMinutes(15);

  private static final Duration HOUR = Duration.ofHours(1);

  private final WebhookWatch watch;
  private final RefusedDeliveries refused;
  private final DeliveryProofs proofs;

  WebhookReadings(EvaluateAlerts.Ports ports) {
    this.watch = ports.watch();
    this.refused = ports.refused();
    this.proofs = ports.proofs();
  }

  /// What was read again because it did not come, did not come.
  Observed unreachable(ConnectionId connection, Instant now) {
    var hours = proofs.hours(connection, now.minus(HOUR), now.minus(RETRIED_FOR));
    var sent = hours.stream().mapToLong(Hour::sent).sum();
    var lost = hours.stream().mapToLong(hour -> hour.missing() + hour.repaired()).sum();
    return Observed.level(
        sent == 0 ? 0 : 100.0 * lost / sent,
        sent,
        "%d of %d deliveries that HaloPSA sent in this hour and the one before did not come."
            .formatted(lost, sent));
  }

  Observed disabled(ConnectionId connection, Instant now) {
    var watched = watch.watched(connection);
    if (!watched.automatic()) {
      var log = proofs.standing(connection).access();
      return watched.isSwitchedOff(log)
          ? Observed.fact(true, log.reason())
          : Observed.fact(false, "The webhook is not known to be off.");
    }
    var off =
        watched.problems().stream()
            .filter(OFF::contains)
            .sorted()
            .map(WebhookProblem::sentence)
            .collect(Collectors.joining(" "));
    if (!off.isEmpty()) {
      return Observed.fact(true, off);
    }
    var repairs = watched.repairs();
    var isDoubted =
        repairs.last().contains(WebhookProblem.DISABLED_BY_HALO)
            && repairs
                .lastAt()
                .filter(at -> at.isAfter(now.minus(DOUBTED_AFTER_REPAIR)))
                .isPresent();
    return isDoubted
        ? Observed.fact(
            true,
            "HaloPSA switched the webhook off because its deliveries failed; it was switched on"
                + " again.")
        : Observed.fact(false, "The webhook is on.");
  }

  /// A sender that only sent too much proved who it is.
  Observed security(ConnectionId connection, Instant now) {
    if (watch.watched(connection).problems().contains(WebhookProblem.SECRET_DOUBTFUL)) {
      return Observed.fact(true, WebhookProblem.SECRET_DOUBTFUL.sentence());
    }
    var number =
        refused.since(connection, now.minus(HOUR)).entrySet().stream()
            .filter(entry -> OF_STRANGERS.contains(entry.getKey()))
            .mapToLong(entry -> entry.getValue())
            .sum();
    return Observed.level(
        (double) number,
        number,
        "%d deliveries were refused in this hour and the one before.".formatted(number));
  }
}

package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.webhook.ChosenEvents;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Prepares a webhook that a person types into HaloPSA: a new secret, and the steps.
public final class SetUpByHand {
  public sealed interface Outcome {
    /// @param secret not known to anybody before, and not shown again
    /// @param steps in their order, without the secret
    record Prepared(URI address, String header, Secret secret, List<String> steps)
        implements Outcome {}

    record ConnectionUnknown() implements Outcome {}

    /// @param reason why the connection is not in a state for this, and what to do
    record NotPossible(String reason) implements Outcome {}
  }

  /// How long a former secret still counts, so that somebody has time to type the new one.
  private static final Duration OVERLAP = Duration.ofDays(1);

  private final RegisterWebhook registering;
  private final WebhookWatch watch;

  public SetUpByHand(RegisterWebhook registering, WebhookWatch watch) {
    this.registering = registering;
    this.watch = watch;
  }

  public Outcome prepare(Caller manager, ConnectionId id) {
    return registering.unreachable(id).orElse(null)
            instanceof RegisterWebhook.Outcome.NotPossible(var reason)
        ? new Outcome.NotPossible(reason)
        : prepareReachable(manager, id);
  }

  private Outcome prepareReachable(Caller manager, ConnectionId id) {
    var header = RegisterWebhook.SIGNATURE_HEADER;
    var secret = registering.newSecret();
    var scheme = new WebhookScheme.HmacSha256(header, secret);
    return switch (registering.expect(manager, id, scheme, OVERLAP)) {
      case RegisterWebhook.Outcome.Registered(var address) ->
          new Outcome.Prepared(
              address, header, secret, steps(address, header, watch.watched(id).events()));
      case RegisterWebhook.Outcome.ConnectionUnknown() -> new Outcome.ConnectionUnknown();
      case RegisterWebhook.Outcome.NotPossible(var reason) -> new Outcome.NotPossible(reason);
      case RegisterWebhook.Outcome.Refused(var reason) -> new Outcome.NotPossible(reason);
    };
  }

  private static List<String> steps(URI address, String header, ChosenEvents events) {
    return List.of(
        "In HaloPSA, open Configuration > Integrations > Webhooks and choose New.",
        "Give it a name that no other webhook has, such as Super IT and the first eight"
            + " characters of the last part of the address.",
        "Payload URL: " + address,
        "Method: POST. Content type: application/json.",
        "Authentication: a signature by HMAC-SHA256 in base64, in the header "
            + header
            + ", with the secret that you were shown.",
        "Payload: the default one.",
        "Events: "
            + events.numbers().keySet().stream()
                .sorted()
                .map(event -> event.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "))
            + ".",
        "Save it, change a ticket in HaloPSA, and see firstDelivery of the connection's webhook.");
  }
}

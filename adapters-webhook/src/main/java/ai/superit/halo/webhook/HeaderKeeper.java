package ai.superit.halo.webhook;

import ai.superit.halo.application.webhook.DeliveryRules;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.KeptHeaders;
import ai.superit.halo.domain.webhook.WebhookScheme;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Says which request headers are kept with a delivery: those that its connection asked for, and
/// the type of the content where it is not what Halo sends, and the delivery's id where the
/// signature covers it. Never the one that proves who sent it.
final class HeaderKeeper {
  private static final Pattern JSON =
      Pattern.compile(
          "application/([a-z0-9.!#$&^_+-]+\\+)?json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?",
          Pattern.CASE_INSENSITIVE);

  private final DeliveryRules rules;
  private final WebhookSchemes schemes;
  private final InstantSource clock;

  HeaderKeeper(DeliveryRules rules, WebhookSchemes schemes, InstantSource clock) {
    this.rules = rules;
    this.schemes = schemes;
    this.clock = clock;
  }

  /// @return by name in lower case; values are cut
  Map<String, String> of(ConnectionId connection, ServerRequestHeaders headers) {
    var kept = new HashMap<String, String>();
    for (var name : rules.headers(connection).names()) {
      if (!name.equals(IncomingDelivery.SIGNED_ID) && !provesTheSender(connection, name)) {
        value(headers, name).ifPresent(value -> kept.put(name, cut(value)));
      }
    }
    if (signsIds(connection)) {
      value(headers, IncomingDelivery.SIGNED_ID)
          .ifPresent(id -> kept.put(IncomingDelivery.SIGNED_ID, cut(id)));
    }
    var type = value(headers, IncomingDelivery.ODD_TYPE).orElse("");
    if (!JSON.matcher(type.strip()).matches()) {
      kept.put(IncomingDelivery.ODD_TYPE, cut(type));
    }
    return kept;
  }

  private static Optional<String> value(ServerRequestHeaders headers, String name) {
    var header = HeaderNames.create(name);
    return headers.contains(header)
        ? Optional.of(String.join(", ", headers.get(header).allValues()))
        : Optional.empty();
  }

  private static String cut(String value) {
    return value.length() <= KeptHeaders.MOST_CHARACTERS
        ? value
        : value.substring(0, KeptHeaders.MOST_CHARACTERS);
  }

  /// While any other scheme counts as well, the delivery may have proved itself by that.
  private boolean signsIds(ConnectionId connection) {
    var now = clock.instant();
    return schemes
        .accepted(connection)
        .filter(accepted ->
            Stream.concat(
                    Stream.of(accepted.present()),
                    accepted.beside().stream()
                        .filter(other -> other.counts(now))
                        .map(other -> other.scheme()))
                .allMatch(WebhookScheme.StandardWebhooks.class::isInstance))
        .isPresent();
  }

  private boolean provesTheSender(ConnectionId connection, String name) {
    return schemes.accepted(connection).stream()
        .flatMap(HeaderKeeper::all)
        .anyMatch(scheme -> header(scheme).toLowerCase(Locale.ROOT).equals(name));
  }

  private static Stream<WebhookScheme> all(AcceptedSchemes accepted) {
    return Stream.concat(
        Stream.of(accepted.present()), accepted.beside().stream().map(other -> other.scheme()));
  }

  private static String header(WebhookScheme scheme) {
    return switch (scheme) {
      case WebhookScheme.HmacSha256(var header, _) -> header;
      case WebhookScheme.HmacSha256Hex(var header, _) -> header;
      case WebhookScheme.ApiKey(var header, _) -> header;
      case WebhookScheme.StandardWebhooks _ -> "webhook-signature";
      case WebhookScheme.Basic _, WebhookScheme.Bearer _ -> "authorization";
      case WebhookScheme.None _ -> "";
    };
  }
}

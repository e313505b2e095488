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
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Says which request headers are kept with a delivery: those that its connection asked for, and
/// the type of the content where it is not what Halo sends. Never the one that proves who sent it.
final class HeaderKeeper {
  private static final Pattern JSON =
      Pattern.compile(
          "application/([a-z0-9.!#$&^_+-]+\\+)?json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?",
          Pattern.CASE_INSENSITIVE);

  private final DeliveryRules rules;
  private final WebhookSchemes schemes;

  HeaderKeeper(DeliveryRules rules, WebhookSchemes schemes) {
    this.rules = rules;
    this.schemes = schemes;
  }

  /// @return by name in lower case; values are cut
  Map<String, String> of(ConnectionId connection, ServerRequestHeaders headers) {
    var kept = new HashMap<String, String>();
    for (var name : rules.headers(connection).names()) {
      if (!provesTheSender(connection, name)) {
        value(headers, name).ifPresent(value -> kept.put(name, cut(value)));
      }
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

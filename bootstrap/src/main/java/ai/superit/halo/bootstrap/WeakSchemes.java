package ai.superit.halo.bootstrap;

import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells at the start which connections take deliveries by a scheme that nobody could choose any
/// more: a password that is short enough to be guessed, or no proof at all.
final class WeakSchemes {
  private static final Logger LOG = LoggerFactory.getLogger(WeakSchemes.class);

  private WeakSchemes() {}

  static void tell(Collection<ConnectionId> connections, WebhookSchemes schemes, Instant now) {
    for (var connection : among(connections, schemes, now)) {
      LOG.warn("event=weak_webhook_scheme connection={}", connection);
    }
  }

  static List<ConnectionId> among(
      Collection<ConnectionId> connections, WebhookSchemes schemes, Instant now) {
    return connections.stream()
        .filter(connection ->
            schemes.accepted(connection).stream()
                .flatMap(accepted -> counting(accepted, now))
                .anyMatch(WeakSchemes::isWeak))
        .toList();
  }

  private static Stream<WebhookScheme> counting(AcceptedSchemes accepted, Instant now) {
    return Stream.concat(
        Stream.of(accepted.present()),
        accepted.beside().stream().filter(other -> other.counts(now)).map(other -> other.scheme()));
  }

  private static boolean isWeak(WebhookScheme scheme) {
    return switch (scheme) {
      case WebhookScheme.None _ -> true;
      case WebhookScheme.Basic basic -> !canBeChosen(basic);
      case WebhookScheme.HmacSha256 _,
          WebhookScheme.HmacSha256Hex _,
          WebhookScheme.Bearer _,
          WebhookScheme.ApiKey _,
          WebhookScheme.StandardWebhooks _ ->
          false;
    };
  }

  private static boolean canBeChosen(WebhookScheme.Basic basic) {
    try {
      var _ = WebhookScheme.Basic.chosen(basic.user(), basic.password());
      return true;
    } catch (IllegalArgumentException tooShort) {
      return false;
    }
  }
}

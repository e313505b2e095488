package ai.superit.halo.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.WebhookScheme;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.time.InstantSource;
import java.util.Base64;

/// Whether a delivery is authentic, by one scheme. A check that fails has signed the content once,
/// whatever the scheme and whatever was wrong.
@FunctionalInterface
interface Check {
  boolean passes(ServerRequestHeaders headers, byte[] content);

  static Check of(WebhookScheme scheme, InstantSource clock) {
    return switch (scheme) {
      case WebhookScheme.None _ -> (_, _) -> true;
      case WebhookScheme.Basic(var user, var password) ->
          new Unsigned(HeaderNames.AUTHORIZATION, "Basic ", base64(user, password));
      case WebhookScheme.Bearer(var token) ->
          new Unsigned(HeaderNames.AUTHORIZATION, "Bearer ", token);
      case WebhookScheme.ApiKey(var header, var key) ->
          new Unsigned(HeaderNames.create(header), "", key);
      case WebhookScheme.HmacSha256(var header, var secret) ->
          signed(HeaderNames.create(header), Signature.base64(bytes(secret)));
      case WebhookScheme.HmacSha256Hex(var header, var secret) ->
          signed(HeaderNames.create(header), Signature.hex(bytes(secret)));
      case WebhookScheme.StandardWebhooks standard ->
          new StandardCheck(Signature.base64(standard.key()), clock);
    };
  }

  private static Check signed(HeaderName header, Signature signature) {
    return (headers, content) -> signature.matches(content, Credential.of(headers, header));
  }

  private static Secret base64(String user, Secret password) {
    var pair = (user + ":" + password.reveal()).getBytes(UTF_8);
    return new Secret(Base64.getEncoder().encodeToString(pair));
  }

  private static byte[] bytes(Secret secret) {
    return secret.reveal().getBytes(UTF_8);
  }
}

package ai.superit.halo.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.WebhookScheme;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;

/// Makes the checks of schemes.
final class Checks {
  private static final int RANDOM_BYTES = 32;

  private final Comparison comparison;
  private final InstantSource clock;
  private final Check nobody;

  Checks(InstantSource clock) {
    this(Comparison.CONSTANT_TIME, clock);
  }

  Checks(Comparison comparison, InstantSource clock) {
    this.comparison = comparison;
    this.clock = clock;
    this.nobody = new Unsigned(HeaderNames.AUTHORIZATION, "", random(), comparison);
  }

  /// Of what does not exist. It fails as the others do: nobody knows what would pass.
  Check nobody() {
    return nobody;
  }

  Check of(WebhookScheme scheme) {
    return switch (scheme) {
      case WebhookScheme.None _ -> (_, _) -> true;
      case WebhookScheme.Basic(var user, var password) ->
          new Unsigned(HeaderNames.AUTHORIZATION, "Basic ", base64(user, password), comparison);
      case WebhookScheme.Bearer(var token) ->
          new Unsigned(HeaderNames.AUTHORIZATION, "Bearer ", bytes(token), comparison);
      case WebhookScheme.ApiKey(var header, var key) ->
          new Unsigned(HeaderNames.create(header), "", bytes(key), comparison);
      case WebhookScheme.HmacSha256(var header, var secret) ->
          signed(HeaderNames.create(header), Signature.base64(bytes(secret)));
      case WebhookScheme.HmacSha256Hex(var header, var secret) ->
          signed(HeaderNames.create(header), Signature.hex(bytes(secret)));
      case WebhookScheme.StandardWebhooks standard ->
          new StandardCheck(Signature.base64(standard.key()), comparison, clock);
    };
  }

  /// Either of the two. Neither is left out because the other has passed, so that the time does not
  /// tell which one did.
  static Check either(Check one, Check other) {
    return (headers, content) -> {
      var byOne = one.passes(headers, content);
      var byOther = other.passes(headers, content);
      return byOne || byOther;
    };
  }

  /// Works as long as [#either] when it refuses.
  Check alone(Check check) {
    return (headers, content) -> check.passes(headers, content) || nobody.passes(headers, content);
  }

  private Check signed(HeaderName header, Signature signature) {
    return (headers, content) ->
        comparison.isEqual(Credential.of(headers, header), signature.of(content));
  }

  private static byte[] base64(String user, Secret password) {
    var pair = (user + ":" + password.reveal()).getBytes(UTF_8);
    return Base64.getEncoder().encode(pair);
  }

  private static byte[] random() {
    var bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encode(bytes);
  }

  private static byte[] bytes(Secret secret) {
    return secret.reveal().getBytes(UTF_8);
  }
}

package ai.superit.halo.application.webhook;

import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;

/// Sets up the webhook of a connection in Halo, with a secret of its own.
public final class RegisterWebhook {
  public sealed interface Outcome {
    record Registered(URI address) implements Outcome {}

    record ConnectionUnknown() implements Outcome {}

    /// @param reason what Halo refused and what to do
    record Refused(String reason) implements Outcome {}
  }

  /// The header that carries the signature.
  public static final String SIGNATURE_HEADER = "X-Halo-Signature";

  private static final int SECRET_BYTES = 32;

  private final Connections connections;
  private final WebhookSchemes schemes;
  private final HaloWebhooks webhooks;
  private final URI publicBase;
  private final SecureRandom random = new SecureRandom();

  /// @param publicBase the address under which Halo reaches this service, without a trailing slash
  public RegisterWebhook(
      Connections connections, WebhookSchemes schemes, HaloWebhooks webhooks, URI publicBase) {
    this.connections = connections;
    this.schemes = schemes;
    this.webhooks = webhooks;
    this.publicBase = publicBase;
  }

  /// Where Halo is to post the connection's events.
  public URI address(ConnectionId connection) {
    return address(publicBase, connection);
  }

  public static URI address(URI publicBase, ConnectionId connection) {
    return URI.create(publicBase + "/webhooks/halo/" + connection);
  }

  /// Keeps the secret of an earlier registration, so that deliveries under way stay authentic.
  public Outcome register(Caller manager, ConnectionId id) {
    if (connections.find(manager.visibility(), id).isEmpty()) {
      return new Outcome.ConnectionUnknown();
    }
    var scheme = schemes.find(id).orElseGet(() -> newScheme(id));
    if (!HaloWebhooks.canUse(scheme)) {
      return new Outcome.Refused(
          "HaloPSA cannot send what this connection's deliveries must prove themselves by; choose"
              + " HMAC_SHA256 or BASIC with setWebhookScheme, or go on setting it up by hand");
    }
    try {
      webhooks.register(id, address(id), scheme);
      return new Outcome.Registered(address(id));
    } catch (HaloUnavailable refused) {
      return new Outcome.Refused(String.valueOf(refused.getMessage()));
    }
  }

  /// Chooses how deliveries must prove themselves from now on, for a webhook that somebody sets up
  /// by hand; the one before counts no longer.
  public Outcome expect(Caller manager, ConnectionId id, WebhookScheme scheme) {
    if (connections.find(manager.visibility(), id).isEmpty()) {
      return new Outcome.ConnectionUnknown();
    }
    schemes.save(id, scheme);
    return new Outcome.Registered(address(id));
  }

  private WebhookScheme newScheme(ConnectionId id) {
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    var secret = new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    var scheme = new WebhookScheme.HmacSha256(SIGNATURE_HEADER, secret);
    schemes.save(id, scheme);
    return scheme;
  }
}

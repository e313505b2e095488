package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.WebhookScheme;
import org.junit.jupiter.api.Test;

/// What every store of webhook schemes keeps.
public interface WebhookSchemesContract extends StoreContract {
  Secret SECRET = new Secret("0123456789abcdef01234567");

  @Test
  default void a_saved_scheme_of_each_kind_is_known_at_once() {
    var acme = connected("acme");

    for (var scheme : schemes()) {
      store().schemes().save(acme, scheme);

      assertThat(store().schemes().find(acme)).contains(scheme);
    }
  }

  @Test
  default void two_schemes_are_kept_until_others_take_their_place() {
    var acme = connected("acme");
    var next = new WebhookScheme.Bearer(SECRET);
    for (var scheme : schemes()) {
      var both = AcceptedSchemes.only(next).also(scheme, Moments.minute(5));
      store().schemes().save(acme, both);

      assertThat(store().schemes().accepted(acme)).contains(both);
    }

    store().schemes().save(acme, next);

    assertThat(store().schemes().accepted(acme)).contains(AcceptedSchemes.only(next));
  }

  @Test
  default void a_connection_without_a_webhook_has_no_scheme() {
    var acme = connected("acme");
    store().schemes().save(connected("beta"), new WebhookScheme.None());

    assertThat(store().schemes().find(acme)).isEmpty();
    assertThat(store().schemes().find(ConnectionId.random())).isEmpty();
  }

  private static WebhookScheme[] schemes() {
    return new WebhookScheme[] {
      new WebhookScheme.Basic("halo", new Secret("pass: w\u00f6rd")),
      new WebhookScheme.HmacSha256("X-Signature", SECRET),
      new WebhookScheme.HmacSha256Hex("X-Hub-Signature-256", SECRET),
      new WebhookScheme.Bearer(SECRET),
      new WebhookScheme.ApiKey("X-Api-Key", SECRET),
      new WebhookScheme.StandardWebhooks(new Secret("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3")),
      new WebhookScheme.None()
    };
  }
}

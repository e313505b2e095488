package ai.superit.halo.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.superit.halo.domain.connection.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSchemeTest {
  private static final Secret GOOD = new Secret("0123456789abcdef01234567");

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "0123456789abcdef0123456"})
  void a_secret_below_24_bytes_is_refused(String text) {
    var secret = new Secret(text);

    assertRefused(() -> new WebhookScheme.HmacSha256("X", secret), text);
    assertRefused(() -> new WebhookScheme.HmacSha256Hex("X", secret), text);
    assertRefused(() -> new WebhookScheme.ApiKey("X", secret), text);
    assertRefused(() -> new WebhookScheme.Bearer(secret), text);
    assertRefused(() -> new WebhookScheme.StandardWebhooks(secret), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0123456789abcde"})
  void a_password_below_16_bytes_cannot_be_chosen(String text) {
    assertRefused(() -> WebhookScheme.Basic.chosen("halo", new Secret(text)), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789abcdef", "\u00e40123456789abcd"})
  void a_password_of_16_bytes_can_be_chosen_and_a_shorter_one_that_is_stored_still_counts(
      String text) {
    assertThat(WebhookScheme.Basic.chosen("halo", new Secret(text)).user()).isEqualTo("halo");
    assertThat(new WebhookScheme.Basic("halo", new Secret("short")).user()).isEqualTo("halo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X Key", "X:Key", "X\r\nHost", "X-K\u00e9y"})
  void a_header_that_http_does_not_have_is_refused(String header) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WebhookScheme.HmacSha256(header, GOOD));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WebhookScheme.HmacSha256Hex(header, GOOD));
    assertThatIllegalArgumentException().isThrownBy(() -> new WebhookScheme.ApiKey(header, GOOD));
  }

  @Test
  void a_key_that_no_header_can_hold_is_refused() {
    var key = new Secret("0123456789abcdef 01234567");

    assertRefused(() -> new WebhookScheme.ApiKey("X-Key", key), key.reveal());
    assertRefused(() -> new WebhookScheme.Bearer(key), key.reveal());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
        "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
      })
  void a_standard_secret_is_base64_with_or_without_its_prefix(String text) {
    assertThat(new WebhookScheme.StandardWebhooks(new Secret(text)).key())
        .asString()
        .isEqualTo(GOOD.reveal());
  }

  @Test
  void a_standard_secret_that_is_no_base64_is_refused() {
    assertRefused(
        () -> new WebhookScheme.StandardWebhooks(new Secret("whsec_unmistakable!")),
        "unmistakable");
  }

  private static void assertRefused(Runnable making, String secret) {
    var refused = assertThatIllegalArgumentException().isThrownBy(making::run);
    if (!secret.isEmpty()) {
      refused.withMessageNotContaining(secret);
    }
  }
}

package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.superit.halo.notification.NotificationConfig.Security;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelSettingsTest {
  private static final Map<String, String> SMTP =
      Map.of(
          "alerts.smtp.host", "mail.example.com",
          "alerts.smtp.user", "halo",
          "alerts.smtp.password", "hush",
          "alerts.smtp.from", "halo@example.com");

  private static Settings.Channels read(Map<String, String> values) {
    var reader = new SettingsReader(new SettingsSource(values));
    var channels = ChannelSettings.read(reader);
    reader.finish();
    return channels;
  }

  @Test
  void no_e_mail_is_sent_unless_there_is_a_server() {
    assertThat(read(Map.of()).smtp()).isEmpty();
    assertThat(read(Map.of()).hosts()).isEmpty();
  }

  @Test
  void a_server_is_used_with_encryption_unless_told_otherwise() {
    var smtp = read(SMTP).smtp().orElseThrow();

    assertThat(smtp.port()).isEqualTo(587);
    assertThat(smtp.security()).isEqualTo(Security.STARTTLS);
    assertThat(smtp.password().reveal()).isEqualTo("hush");
    assertThat(smtp.toString()).doesNotContain("hush");
  }

  @Test
  void inner_hosts_can_be_listed() {
    assertThat(read(Map.of("alerts.allowed-hosts", "chat.inside:8443, other:443")).hosts())
        .containsExactlyInAnyOrder("chat.inside:8443", "other:443");
  }

  @ParameterizedTest
  @CsvSource({
    "alerts.smtp.host, mail.example.com:25",
    "alerts.smtp.host, ''",
    "alerts.smtp.port, 0",
    "alerts.smtp.security, ssl",
    "alerts.smtp.security, none",
    "alerts.smtp.user, ''",
    "alerts.smtp.from, ''",
    "alerts.smtp.from, Halo <halo@example.com>"
  })
  void a_wrong_value_is_named_without_what_is_secret(String key, String value) {
    var values = new HashMap<>(SMTP);
    values.put(key, value);

    var refused = catchThrowableOfType(InvalidSettings.class, () -> read(values));

    assertThat(refused.problems()).isNotEmpty();
    assertThat(refused.problems().toString()).contains("alerts.smtp.").doesNotContain("hush");
    if (!value.isEmpty()) {
      assertThat(refused.problems()).singleElement().asString().startsWith(key + ": ");
    }
  }
}

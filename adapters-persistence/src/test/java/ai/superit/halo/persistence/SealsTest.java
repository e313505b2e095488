package ai.superit.halo.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.superit.halo.application.notification.SealedChannel;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.ChannelUrl;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SealsTest {
  private static final byte[] OLD_KEY = {
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
    27, 28, 29, 30, 31, 32
  };
  private static final byte[] NEW_KEY = new byte[32];

  private final ConnectionId acme = ConnectionId.random();
  private final Seals seals = new Seals(SealKeys.of("old", Map.of("old", OLD_KEY)));

  @Test
  void what_is_sealed_opens_where_it_was_sealed() {
    var sealed = seals.seal(acme, "client-secret", new Secret("tr\u00e8s secret"));

    assertThat(sealed).doesNotContain("secret").hasSizeGreaterThan(80);
    assertThat(seals.open(acme, "client-secret", sealed).reveal()).isEqualTo("tr\u00e8s secret");
  }

  @Test
  void what_is_copied_to_another_connection_or_field_does_not_open() {
    var sealed = seals.seal(acme, "client-secret", new Secret("x"));

    assertThatIllegalStateException()
        .isThrownBy(() -> seals.open(ConnectionId.random(), "client-secret", sealed));
    assertThatIllegalStateException().isThrownBy(() -> seals.open(acme, "webhook", sealed));
  }

  @Test
  void what_was_tampered_with_does_not_open() {
    var sealed = seals.seal(acme, "client-secret", new Secret("x"));
    var parts = sealed.split("\\.", -1);
    var otherHeader = seals.seal(acme, "webhook", new Secret("x")).split("\\.", -1)[0];

    assertThatIllegalStateException()
        .isThrownBy(() -> seals.open(acme, "client-secret", sealed + " "));
    assertThatIllegalStateException()
        .isThrownBy(() -> seals.open(acme, "webhook", sealed.replace(parts[0], otherHeader)));
    assertThatIllegalStateException().isThrownBy(() -> seals.open(acme, "client-secret", "x"));
  }

  @Test
  void a_replaced_key_still_opens_what_it_sealed() {
    var sealed = seals.seal(acme, "client-secret", new Secret("x"));
    var rotated = new Seals(SealKeys.of("new", Map.of("old", OLD_KEY, "new", NEW_KEY)));
    var withoutOld = new Seals(SealKeys.of("new", Map.of("new", NEW_KEY)));

    assertThat(rotated.open(acme, "client-secret", sealed).reveal()).isEqualTo("x");
    assertThatIllegalStateException()
        .isThrownBy(() -> withoutOld.open(acme, "client-secret", sealed))
        .withMessageContaining("key old");
  }

  @Test
  void keys_have_32_bytes_and_include_the_current_one() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SealKeys.of("a", Map.of("a", new byte[16])));
    assertThatIllegalArgumentException().isThrownBy(() -> SealKeys.of("b", Map.of("a", NEW_KEY)));
  }

  @Test
  void where_a_channel_leads_does_not_open_for_another_channel_or_without_its_key() {
    var target =
        new ChannelTarget.Slack(new ChannelUrl(URI.create("https://hooks.example.com/T/B/x")));
    var channels = new ChannelSeals(seals);
    var others = new ChannelSeals(new Seals(SealKeys.of("new", Map.of("new", NEW_KEY))));
    var id = ChannelId.random();
    var sealed = channels.seal(acme, id, target);

    assertThat(channels.open(acme, id, target.kind(), sealed)).isEqualTo(target);
    assertThatExceptionOfType(SealedChannel.class)
        .isThrownBy(() -> channels.open(acme, ChannelId.random(), target.kind(), sealed));
    assertThatExceptionOfType(SealedChannel.class)
        .isThrownBy(() -> others.open(acme, id, target.kind(), sealed));
  }
}

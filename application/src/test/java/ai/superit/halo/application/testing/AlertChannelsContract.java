package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.notification.AlertChannels.Kept;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.ChannelUrl;
import ai.superit.halo.domain.notification.EmailAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every store of channels keeps.
public interface AlertChannelsContract extends StoreContract {
  ChannelTarget WEBHOOK =
      new ChannelTarget.OutgoingWebhook(
          new ChannelUrl(URI.create("https://example.com/hooks/1?key=a%20b")),
          new Secret("whsec_AAAA"));
  ChannelTarget SLACK =
      new ChannelTarget.Slack(new ChannelUrl(URI.create("https://hooks.example.com/T/B/x")));
  ChannelTarget EMAIL =
      new ChannelTarget.Email(
          List.of(new EmailAddress("ops@example.com"), new EmailAddress("boss@example.com")));

  @Test
  default void channels_are_listed_in_their_order_and_lead_where_they_led() {
    var acme = connected("acme");
    var slack = saved(acme, "slack", SLACK, Duration.ofHours(1));
    var webhook = saved(acme, "webhook", WEBHOOK, Duration.ZERO);
    var email = saved(acme, "e-mail", EMAIL, Duration.ofHours(2));

    assertThat(store().channels().list(acme)).containsExactly(webhook, slack, email);
    assertThat(store().channels().target(acme, webhook.id())).contains(WEBHOOK);
    assertThat(store().channels().target(acme, slack.id())).contains(SLACK);
    assertThat(store().channels().target(acme, email.id())).contains(EMAIL);
  }

  @Test
  default void a_secret_that_was_replaced_is_kept_with_its_end() {
    var acme = connected("acme");
    var webhook = saved(acme, "webhook", WEBHOOK, Duration.ZERO);
    var rotated =
        ((ChannelTarget.OutgoingWebhook) WEBHOOK)
            .replacedBy(new Secret("whsec_BBBB"), NOON, NOON.plusSeconds(5));

    assertThat(
            store()
                .channels()
                .replace(acme, new Kept(webhook, WEBHOOK), new Kept(webhook, rotated)))
        .isTrue();

    assertThat(store().channels().target(acme, webhook.id())).contains(rotated);
    assertThat(rotated.former()).isPresent();
  }

  @Test
  default void what_a_channel_shows_holds_no_secret() {
    var acme = connected("acme");
    saved(acme, "webhook", WEBHOOK, Duration.ZERO);
    saved(acme, "slack", SLACK, Duration.ZERO);

    assertThat(store().channels().list(acme))
        .extracting(AlertChannel::shown)
        .containsExactlyInAnyOrder("https://example.com/…", "https://hooks.example.com/…");
  }

  @Test
  default void a_channel_that_was_removed_does_not_come_back() {
    var acme = connected("acme");
    var gone = saved(acme, "gone", WEBHOOK, Duration.ZERO);
    store().channels().remove(acme, gone.id());

    var kept = new Kept(gone, WEBHOOK);
    assertThat(store().channels().replace(acme, kept, kept)).isFalse();
    assertThat(store().channels().list(acme)).isEmpty();
  }

  @Test
  default void what_somebody_else_has_changed_meanwhile_is_not_replaced() {
    var acme = connected("acme");
    var webhook = (ChannelTarget.OutgoingWebhook) WEBHOOK;
    var first = new Kept(saved(acme, "webhook", webhook, Duration.ZERO), webhook);
    var renamed =
        new Kept(AlertChannel.of(first.channel().id(), "on call", webhook, NOON), webhook);
    var rotated =
        new Kept(
            renamed.channel(),
            webhook.replacedBy(new Secret("whsec_BBBB"), NOON, NOON.plusSeconds(5)));
    assertThat(store().channels().replace(acme, first, renamed)).isTrue();
    assertThat(store().channels().replace(acme, renamed, rotated)).isTrue();

    assertThat(store().channels().replace(acme, first, first)).isFalse();
    assertThat(store().channels().replace(acme, renamed, renamed)).isFalse();

    assertThat(store().channels().find(acme, first.channel().id())).contains(rotated);
  }

  @Test
  default void a_name_is_given_once_within_a_connection() {
    var acme = connected("acme");
    var first = saved(acme, "ops", SLACK, Duration.ZERO);
    var second = AlertChannel.of(ChannelId.random(), "ops", EMAIL, NOON);

    assertThat(store().channels().add(acme, second, EMAIL)).isFalse();
    assertThat(store().channels().list(acme)).containsExactly(first);
    assertThat(store().channels().add(connected("beta"), second, EMAIL)).isTrue();
  }

  @Test
  default void a_name_that_another_channel_has_is_not_given_by_a_change() {
    var acme = connected("acme");
    var first = saved(acme, "ops", SLACK, Duration.ZERO);
    var second = new Kept(saved(acme, "mail", EMAIL, Duration.ofHours(1)), EMAIL);
    var renamed = new Kept(AlertChannel.of(second.channel().id(), "ops", EMAIL, NOON), EMAIL);

    assertThat(store().channels().replace(acme, second, renamed)).isFalse();

    assertThat(store().channels().list(acme)).containsExactly(first, second.channel());
  }

  @Test
  default void a_saved_channel_takes_the_place_of_the_one_before() {
    var acme = connected("acme");
    var before = saved(acme, "before", SLACK, Duration.ZERO);
    var other = new ChannelTarget.Slack(new ChannelUrl(URI.create("https://example.org/y")));
    var after = AlertChannel.of(before.id(), "after", other, NOON);

    assertThat(store().channels().replace(acme, new Kept(before, SLACK), new Kept(after, other)))
        .isTrue();

    assertThat(store().channels().list(acme)).containsExactly(after);
    assertThat(store().channels().target(acme, before.id())).contains(other);
  }

  @Test
  default void a_removed_channel_is_gone_and_others_stay() {
    var acme = connected("acme");
    var slack = saved(acme, "slack", SLACK, Duration.ZERO);
    var email = saved(acme, "e-mail", EMAIL, Duration.ZERO);

    assertThat(store().channels().remove(acme, slack.id())).isTrue();
    assertThat(store().channels().remove(acme, slack.id())).isFalse();

    assertThat(store().channels().list(acme)).containsExactly(email);
    assertThat(store().channels().target(acme, slack.id())).isEmpty();
  }

  @Test
  default void a_channel_is_of_one_connection() {
    var acme = connected("acme");
    var beta = connected("beta");
    var slack = saved(acme, "slack", SLACK, Duration.ZERO);

    assertThat(store().channels().list(beta)).isEmpty();
    assertThat(store().channels().target(beta, slack.id())).isEmpty();
    assertThat(store().channels().remove(beta, slack.id())).isFalse();
    assertThat(store().channels().list(acme)).containsExactly(slack);
  }

  @Test
  default void channels_are_forgotten_with_the_secrets_of_their_connection() {
    var acme = connected("acme");
    var slack = saved(acme, "slack", SLACK, Duration.ZERO);

    store().removal().forgetSecrets(acme);

    assertThat(store().channels().target(acme, slack.id())).isEmpty();
  }

  /// @param later how long after noon it was created
  default AlertChannel saved(
      ConnectionId connection, String name, ChannelTarget target, Duration later) {
    var channel = AlertChannel.of(ChannelId.random(), name, target, NOON.plus(later));
    assertThat(store().channels().add(connection, channel, target)).isTrue();
    return channel;
  }
}

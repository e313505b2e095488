package ai.superit.halo.notification;

import static ai.superit.halo.notification.Messages.ALERT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.alert.AlertNotice.Change;
import ai.superit.halo.application.notification.ChannelSender.Outcome;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.ChannelUrl;
import ai.superit.halo.egress.Egress;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Messages to a real server that checks them.
class HttpChannelsTest {
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final Secret SECRET =
      new Secret("whsec_" + Base64.getEncoder().encodeToString(KEY));
  private static final TenantUrl.Rules LOOPBACK = new TenantUrl.Rules(true, Set.of());

  private final AtomicReference<Instant> now = new AtomicReference<>(Messages.NOON);
  private Receiver receiver;

  @BeforeEach
  void serve() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Notification sender(TenantUrl.Rules rules, Duration patience) {
    return Notification.open(
        new NotificationConfig(rules, Egress.DIRECT, Optional.empty(), patience), now::get);
  }

  private ChannelUrl url(String path) {
    return new ChannelUrl(URI.create("http://localhost:" + receiver.port() + path));
  }

  private Outcome send(ChannelTarget target, Change change) {
    try (var sender = sender(LOOPBACK, Duration.ofSeconds(10))) {
      return sender.send(target, Messages.of(change));
    }
  }

  private Outcome signed(String path) {
    return send(new ChannelTarget.OutgoingWebhook(url(path), SECRET), Change.OPENED);
  }

  @Test
  void a_webhook_is_signed_as_standard_webhooks_say() throws GeneralSecurityException {
    assertThat(signed("/200")).isEqualTo(new Outcome.Accepted());

    var post = receiver.received.getFirst();
    var id = post.headers().get("webhook-id");
    var time = post.headers().get("webhook-timestamp");
    assertThat(id).isEqualTo("msg_" + ALERT + "_opened");
    assertThat(time).isEqualTo(Long.toString(Messages.NOON.getEpochSecond()));
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    var expected = mac.doFinal((id + "." + time + "." + post.body()).getBytes(UTF_8));
    assertThat(post.headers().get("webhook-signature"))
        .isEqualTo("v1," + Base64.getEncoder().encodeToString(expected));
    assertThat(post.headers()).containsEntry("Content-Type", "application/json");
  }

  /// Reckoned by hand with OpenSSL.
  @Test
  void a_signature_is_what_other_programs_reckon() {
    var post = new SignedWebhook(List.of(SECRET), Messages.NOON).post(Messages.of(Change.OPENED));

    assertThat(post.json())
        .isEqualTo(
            """
            {"type":"alert.opened","timestamp":"2026-11-20T12:00:00Z","data":{\
            "alertId":"00000000-0000-0000-0000-00000000000a",\
            "connectionId":"SGFsb0Nvbm5lY3Rpb246MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAx",\
            "connectionName":"Acme","kind":"DELIVERY_FAILURES",\
            "summary":"12 of 40 deliveries failed & <!channel> \\"naïvely\\".",\
            "advice":"Look at deadLetters."}}\
            """);
    assertThat(post.headers())
        .containsEntry("webhook-signature", "v1,jTQzotzUZvrKWYHYePJcfy8i8q/BJTDMlnc92np0Sm8=");
  }

  @Test
  void while_a_secret_is_replaced_both_sign_and_then_the_new_one_alone() {
    var next = new Secret("whsec_" + Base64.getEncoder().encodeToString(new byte[32]));
    var rotated =
        new ChannelTarget.OutgoingWebhook(url("/200"), SECRET)
            .replacedBy(next, Messages.NOON, Messages.NOON.plusSeconds(60));

    send(rotated, Change.OPENED);
    now.set(Messages.NOON.plusSeconds(60));
    send(rotated, Change.OPENED);

    var by = new SignedWebhook(List.of(next), Messages.NOON).post(Messages.of(Change.OPENED));
    assertThat(signatures(0))
        .containsExactly(
            by.headers().get("webhook-signature"),
            "v1,jTQzotzUZvrKWYHYePJcfy8i8q/BJTDMlnc92np0Sm8=");
    assertThat(signatures(1)).hasSize(1);
  }

  private List<String> signatures(int post) {
    var header = receiver.received.get(post).headers().get("webhook-signature");
    return List.of(Objects.requireNonNull(header).split(" "));
  }

  @Test
  void a_webhook_that_is_sent_again_has_the_same_id_and_a_new_time() {
    signed("/500");
    now.set(Messages.NOON.plusSeconds(60));
    signed("/200");

    assertThat(receiver.received)
        .extracting(post -> post.headers().get("webhook-id"))
        .containsOnly("msg_" + ALERT + "_opened");
    assertThat(receiver.received)
        .extracting(post -> post.headers().get("webhook-timestamp"))
        .doesNotHaveDuplicates();
    assertThat(receiver.received)
        .extracting(post -> post.headers().get("webhook-signature"))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_chat_message_has_a_title_and_mentions_nobody() {
    assertThat(send(new ChannelTarget.Slack(url("/200?key=a%20b")), Change.RESOLVED))
        .isEqualTo(new Outcome.Accepted());

    var post = receiver.received.getFirst();
    assertThat(post.path()).isEqualTo("/200?key=a%20b");
    assertThat(new JsonMapper().readTree(post.body()).get("text").asString())
        .isEqualTo(
            """
            *Resolved: DELIVERY_FAILURES at Acme*
            12 of 40 deliveries failed &amp; &lt;!channel&gt; "naïvely".
            Look at deadLetters.\
            """);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 307, 400, 404, 500, 503})
  void any_other_answer_is_a_failure_that_echoes_nothing(int status) {
    assertThat(signed("/" + status))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .startsWith("Answered " + status)
                    .doesNotContain("echoed"));
    assertThat(receiver.received).hasSize(1);
  }

  @Test
  void what_is_gone_is_given_up() {
    assertThat(signed("/410")).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void a_receiver_that_does_not_answer_is_left() {
    try (var sender = sender(LOOPBACK, Duration.ofMillis(200))) {
      assertThat(sender.send(new ChannelTarget.Slack(url("/hang")), Messages.of(Change.OPENED)))
          .isInstanceOf(Outcome.Failed.class);
    }
  }

  @Test
  void nobody_at_the_address_is_a_failure() {
    var url = url("/200");
    receiver.close();

    assertThat(send(new ChannelTarget.Slack(url), Change.OPENED))
        .isInstanceOf(Outcome.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "10.0.0.1", "169.254.169.254"})
  void an_inner_address_is_not_called_even_if_it_was_saved(String host) {
    var url = new ChannelUrl(URI.create("http://" + host + ":" + receiver.port() + "/200"));
    try (var sender = sender(TenantUrl.Rules.PRODUCTION, Duration.ofSeconds(10))) {
      assertThat(sender.send(new ChannelTarget.Slack(url), Messages.of(Change.OPENED)))
          .isEqualTo(new Outcome.Failed("The host's address is not public, so it is not called."));
    }
    assertThat(receiver.received).isEmpty();
  }
}

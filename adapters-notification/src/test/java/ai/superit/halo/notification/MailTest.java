package ai.superit.halo.notification;

import static ai.superit.halo.notification.Messages.ALERT;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.alert.AlertNotice.Change;
import ai.superit.halo.application.notification.AlertMessage;
import ai.superit.halo.application.notification.ChannelSender.Outcome;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.EmailAddress;
import ai.superit.halo.egress.Egress;
import ai.superit.halo.notification.NotificationConfig.Security;
import ai.superit.halo.notification.NotificationConfig.Smtp;
import ai.superit.halo.notification.RudeMailServer.Manner;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// E-mail to a real server on loopback.
class MailTest {
  private static final String HOST = "127.0.0.1";

  /// Longer than a busy machine takes for any message.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final EmailAddress FROM = new EmailAddress("halo@superit.example");
  private static final ChannelTarget.Email OPS =
      new ChannelTarget.Email(
          List.of(new EmailAddress("ops@example.com"), new EmailAddress("boss@example.com")));

  private final GreenMail server = new GreenMail(new ServerSetup(0, HOST, "smtp"));

  @BeforeEach
  void serve() {
    server.setUser("halo@superit.example", "halo", "hush");
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private Outcome send(Smtp smtp, Duration patience, AlertMessage message) {
    var config =
        new NotificationConfig(
            TenantUrl.Rules.PRODUCTION, Egress.DIRECT, Optional.of(smtp), patience);
    try (var sender = Notification.open(config, InstantSource.system())) {
      return sender.send(OPS, message);
    }
  }

  private Outcome send(Security security, String user, String password, AlertMessage message) {
    var smtp =
        new Smtp(HOST, server.getSmtp().getPort(), security, user, new Secret(password), FROM);
    return send(smtp, PATIENCE, message);
  }

  private Outcome send(AlertMessage message) {
    return send(Security.NONE, "", "", message);
  }

  private static List<String> headers(Message mail, String name) throws MessagingException {
    var found = mail.getHeader(name);
    return found == null ? List.of() : Arrays.asList(found);
  }

  @Test
  void a_message_reaches_every_recipient() throws MessagingException, IOException {
    assertThat(send(Messages.of(Change.OPENED))).isEqualTo(new Outcome.Accepted());

    assertThat(server.getReceivedMessages()).hasSize(2);
    var mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("Opened: DELIVERY_FAILURES at Acme");
    assertThat(mail.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("ops@example.com", "boss@example.com");
    assertThat(headers(mail, "From")).containsExactly("halo@superit.example");
    assertThat(headers(mail, "Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getContent().toString().strip())
        .isEqualToNormalizingNewlines(
            """
            12 of 40 deliveries failed & <!channel> "naïvely".

            Look at deadLetters.\
            """);
  }

  @Test
  void a_message_that_is_sent_again_has_the_same_id_and_its_end_refers_to_it()
      throws MessagingException {
    send(Messages.of(Change.OPENED));
    send(Messages.of(Change.OPENED));
    send(Messages.of(Change.RESOLVED));

    var opening = "<msg_" + ALERT + "_opened@superit.example>";
    var ending = "<msg_" + ALERT + "_resolved@superit.example>";
    var repliesTo = new HashMap<String, List<String>>();
    for (var mail : server.getReceivedMessages()) {
      repliesTo.put(headers(mail, "Message-ID").getFirst(), headers(mail, "In-Reply-To"));
    }
    assertThat(server.getReceivedMessages()).hasSize(6);
    assertThat(repliesTo)
        .containsOnly(Map.entry(opening, List.of()), Map.entry(ending, List.of(opening)));
  }

  @Test
  void a_name_adds_no_header_and_no_recipient() throws MessagingException, IOException {
    var hostile = "Acme\r\nBcc: evil@example.org\r\n\r\nPay here\u2028\u202e Ü";

    assertThat(send(Messages.named(hostile, Change.OPENED))).isEqualTo(new Outcome.Accepted());

    assertThat(server.getReceivedMessages()).hasSize(2);
    var mail = server.getReceivedMessages()[0];
    assertThat(headers(mail, "Bcc")).isEmpty();
    assertThat(mail.getAllRecipients()).hasSize(2);
    assertThat(mail.getSubject())
        .isEqualTo("Opened: DELIVERY_FAILURES at Acme Bcc: evil@example.org Pay here Ü");
    assertThat(mail.getContent().toString()).doesNotContain("Pay here");
  }

  @Test
  void the_server_is_told_user_and_password() {
    assertThat(send(Security.NONE, "halo", "hush", Messages.of(Change.OPENED)))
        .isEqualTo(new Outcome.Accepted());
    assertThat(send(Security.NONE, "halo", "wrong", Messages.of(Change.OPENED)))
        .isEqualTo(
            new Outcome.Failed(
                "The mail server does not accept the user and password of this service."));
  }

  @Test
  void nothing_is_sent_in_clear_where_encryption_is_wanted() {
    assertThat(send(Security.STARTTLS, "halo", "hush", Messages.of(Change.OPENED)))
        .isInstanceOf(Outcome.Failed.class);
    assertThat(send(Security.TLS, "halo", "hush", Messages.of(Change.OPENED)))
        .isInstanceOf(Outcome.Failed.class);

    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void a_server_that_says_nothing_is_left() throws IOException {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var smtp = new Smtp(HOST, silent.getLocalPort(), Security.NONE, "", new Secret(""), FROM);

      assertThat(send(smtp, Duration.ofMillis(200), Messages.of(Change.OPENED)))
          .isInstanceOf(Outcome.Failed.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_a_server_has_taken_is_sent_however_it_ends_the_conversation(Manner manner)
      throws IOException {
    try (var rude = new RudeMailServer(manner)) {
      var smtp = new Smtp(HOST, rude.port(), Security.NONE, "", new Secret(""), FROM);

      assertThat(send(smtp, PATIENCE, Messages.of(Change.OPENED)))
          .isEqualTo(new Outcome.Accepted());
      assertThat(rude.accepted).hasValue(1);
    }
  }

  @Test
  void no_server_is_a_failure() {
    server.stop();
    var smtp = new Smtp("mail.invalid", 25, Security.NONE, "", new Secret(""), FROM);

    assertThat(send(smtp, Duration.ofSeconds(5), Messages.of(Change.OPENED)))
        .isInstanceOf(Outcome.Failed.class);
  }
}

package ai.superit.halo.notification;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.alert.AlertNotice.Change;
import ai.superit.halo.application.notification.ChannelSender.Outcome;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.EmailAddress;
import ai.superit.halo.egress.Egress;
import ai.superit.halo.notification.NotificationConfig.Security;
import ai.superit.halo.notification.NotificationConfig.Smtp;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// E-mail over TLS to a real server that is `localhost`, by a certificate of its own.
class EncryptedMailTest {
  private static final EmailAddress FROM = new EmailAddress("halo@superit.example");
  private static final ChannelTarget.Email OPS =
      new ChannelTarget.Email(List.of(new EmailAddress("ops@example.com")));

  @TempDir private static Path folder;
  private static OwnCertificate certificate;

  private final GreenMail server =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", "smtp"), new ServerSetup(0, "127.0.0.1", "smtps")
          });
  private StartTlsFront front;

  @BeforeAll
  static void certify() throws IOException, GeneralSecurityException {
    certificate = OwnCertificate.of("localhost", folder);
    System.setProperty("greenmail.tls.keystore.file", certificate.file().toString());
    System.setProperty("greenmail.tls.keystore.password", OwnCertificate.PASSWORD);
  }

  @BeforeEach
  void serve() throws IOException, GeneralSecurityException {
    server.setUser("halo@superit.example", "halo", "hush");
    server.start();
    front = new StartTlsFront(certificate.context(), server.getSmtp().getPort());
  }

  @AfterEach
  void stop() {
    front.close();
    server.stop();
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS", "STARTTLS"})
  void a_server_whose_certificate_is_trusted_gets_the_message(Security security) {
    var outcome = send(security, "localhost", List.of(certificate.certificate()));

    assertThat(outcome).isEqualTo(new Outcome.Accepted());
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS", "STARTTLS"})
  void one_whose_certificate_nobody_has_signed_gets_nothing(Security security) {
    assertThat(send(security, "localhost", List.of())).isInstanceOf(Outcome.Failed.class);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS", "STARTTLS"})
  void one_whose_certificate_is_for_another_name_gets_nothing(Security security) {
    assertThat(send(security, "127.0.0.1", List.of(certificate.certificate())))
        .isInstanceOf(Outcome.Failed.class);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void nothing_but_the_wish_for_encryption_is_said_before_it() {
    send(Security.STARTTLS, "localhost", List.of(certificate.certificate()));

    assertThat(front.heard()).containsExactly("EHLO superit.example", "STARTTLS");
  }

  private Outcome send(Security security, String host, List<X509Certificate> authorities) {
    var port = security == Security.TLS ? server.getSmtps().getPort() : front.port();
    var smtp = new Smtp(host, port, security, "halo", new Secret("hush"), FROM);
    var config =
        new NotificationConfig(
            TenantUrl.Rules.PRODUCTION,
            new Egress(Optional.empty(), authorities),
            Optional.of(smtp),
            NotificationConfig.PATIENCE);
    try (var sender = Notification.open(config, InstantSource.system())) {
      return sender.send(OPS, Messages.of(Change.OPENED));
    }
  }
}

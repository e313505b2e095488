package ai.superit.halo.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.notification.AlertMessage;
import ai.superit.halo.application.notification.ChannelSender.Outcome;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.notification.NotificationConfig.Security;
import ai.superit.halo.notification.NotificationConfig.Smtp;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Date;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends messages by e-mail.
final class Mail {
  private static final Logger LOG = LoggerFactory.getLogger(Mail.class);

  private final Smtp smtp;
  private final NotificationConfig config;

  Mail(Smtp smtp, NotificationConfig config) {
    this.smtp = smtp;
    this.config = config;
  }

  Outcome send(ChannelTarget.Email email, AlertMessage message) {
    var session = Session.getInstance(properties());
    try {
      var transport = session.getTransport("smtp");
      try {
        return send(session, transport, email, message);
      } finally {
        close(transport);
      }
    } catch (MessagingException failure) {
      return new Outcome.Failed(Reasons.of(failure));
    }
  }

  private Outcome send(
      Session session, Transport transport, ChannelTarget.Email email, AlertMessage message)
      throws MessagingException {
    var mail = mail(session, email, message);
    if (smtp.user().isEmpty()) {
      transport.connect();
    } else {
      transport.connect(smtp.user(), smtp.password().reveal());
    }
    try {
      transport.sendMessage(mail, mail.getAllRecipients());
      return new Outcome.Accepted();
    } catch (SendFailedException refused) {
      return someGotIt(refused)
          ? new Outcome.Accepted()
          : new Outcome.Failed("The mail server refused all recipients, or the message.");
    }
  }

  /// How it ends says nothing of the message, which would be sent again if it did.
  private static void close(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException gone) {
      LOG.debug("event=mail_server_not_left reason={}", Reasons.of(gone));
    }
  }

  /// Those must not get it again for the sake of the others.
  private static boolean someGotIt(SendFailedException refused) {
    var sent = refused.getValidSentAddresses();
    return sent != null && sent.length > 0;
  }

  private Properties properties() {
    var millis = Long.toString(config.patience().toMillis());
    var properties = new Properties();
    properties.put("mail.smtp.host", smtp.host());
    properties.put("mail.smtp.port", Integer.toString(smtp.port()));
    properties.put("mail.smtp.auth", Boolean.toString(!smtp.user().isEmpty()));
    properties.put("mail.smtp.connectiontimeout", millis);
    properties.put("mail.smtp.timeout", millis);
    properties.put("mail.smtp.writetimeout", millis);
    properties.put("mail.smtp.sendpartial", "true");
    properties.put("mail.smtp.quitwait", "false");
    properties.put("mail.smtp.localhost", smtp.from().domain());
    properties.put("mail.smtp.starttls.enable", is(Security.STARTTLS));
    properties.put("mail.smtp.starttls.required", is(Security.STARTTLS));
    properties.put("mail.smtp.ssl.enable", is(Security.TLS));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    if (!config.egress().authorities().isEmpty()) {
      properties.put("mail.smtp.ssl.socketFactory", config.egress().trust().getSocketFactory());
    }
    return properties;
  }

  private String is(Security wanted) {
    return Boolean.toString(smtp.security() == wanted);
  }

  private MimeMessage mail(Session session, ChannelTarget.Email email, AlertMessage message)
      throws MessagingException {
    var text = MessageText.of(message);
    var mail = new Named(session, reference(message.id()));
    mail.setFrom(new InternetAddress(smtp.from().value(), true));
    for (var recipient : email.recipients()) {
      Address to = new InternetAddress(recipient.value(), true);
      mail.addRecipient(Message.RecipientType.TO, to);
    }
    mail.setSubject(text.title(), UTF_8.name());
    mail.setText(text.summary() + "\r\n\r\n" + text.advice() + "\r\n", UTF_8.name());
    mail.setSentDate(Date.from(message.notice().at()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    if (message.type() == AlertMessage.Type.RESOLVED) {
      var opening = "msg_" + message.notice().alert() + "_opened";
      mail.setHeader("In-Reply-To", reference(opening));
      mail.setHeader("References", reference(opening));
    }
    mail.saveChanges();
    return mail;
  }

  private String reference(String id) {
    return "<" + id + "@" + smtp.from().domain() + ">";
  }

  /// The library would make up a new id each time.
  private static final class Named extends MimeMessage {
    private final String id;

    Named(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}

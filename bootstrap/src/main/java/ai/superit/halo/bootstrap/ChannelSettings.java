package ai.superit.halo.bootstrap;

import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.notification.EmailAddress;
import ai.superit.halo.notification.NotificationConfig;
import ai.superit.halo.notification.NotificationConfig.Security;
import ai.superit.halo.notification.NotificationConfig.Smtp;
import java.util.Locale;
import java.util.Optional;

/// The keys about telling people of alerts.
final class ChannelSettings {
  private static final String HOST = "alerts.smtp.host";
  private static final String SECURITY = "alerts.smtp.security";
  private static final String USER = "alerts.smtp.user";
  private static final String PASSWORD = "alerts.smtp.password";
  private static final String FROM = "alerts.smtp.from";

  private ChannelSettings() {}

  static Settings.Channels read(SettingsReader reader) {
    return new Settings.Channels(reader.hosts("alerts.allowed-hosts"), smtp(reader));
  }

  static NotificationConfig config(Settings settings) {
    return new NotificationConfig(
        rules(settings),
        settings.halo().egress(),
        settings.channels().smtp(),
        NotificationConfig.PATIENCE);
  }

  /// Where alerts may be posted to.
  static TenantUrl.Rules rules(Settings settings) {
    return new TenantUrl.Rules(settings.halo().loopback(), settings.channels().hosts());
  }

  private static Optional<Smtp> smtp(SettingsReader reader) {
    var host = reader.text(HOST, "");
    var port = reader.number("alerts.smtp.port", 587, 1, 65_535);
    var security = security(reader);
    var user = reader.text(USER, "");
    var password = reader.text(PASSWORD, "");
    var from = reader.text(FROM, "");
    if (host.isEmpty()) {
      for (var key : new String[] {USER, PASSWORD, FROM}) {
        if (!reader.text(key, "").isEmpty()) {
          reader.problem(key, "is of no use without " + HOST);
        }
      }
      return Optional.empty();
    }
    if (!host.matches("[A-Za-z0-9.-]{1,253}")) {
      reader.problem(HOST, "must be a host name or an address, without a port");
    }
    if (user.isEmpty() != password.isEmpty()) {
      reader.problem(USER, "and " + PASSWORD + " belong together: give both or none");
    }
    if (security == Security.NONE && !password.isEmpty()) {
      reader.problem(
          SECURITY, "must be starttls or tls, so that the password is not sent in clear");
    }
    return sender(reader, from)
        .map(sender -> new Smtp(host, port, security, user, new Secret(password), sender));
  }

  private static Security security(SettingsReader reader) {
    var typed = reader.text(SECURITY, "starttls");
    return switch (typed.toLowerCase(Locale.ROOT)) {
      case "starttls" -> Security.STARTTLS;
      case "tls" -> Security.TLS;
      case "none" -> Security.NONE;
      default -> {
        reader.problem(SECURITY, "must be starttls, tls or none");
        yield Security.STARTTLS;
      }
    };
  }

  private static Optional<EmailAddress> sender(SettingsReader reader, String from) {
    try {
      return Optional.of(new EmailAddress(from));
    } catch (IllegalArgumentException wrong) {
      reader.problem(FROM, "must be an e-mail address such as halo@example.com");
      return Optional.empty();
    }
  }
}

package ai.superit.halo.notification;

import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.notification.EmailAddress;
import ai.superit.halo.egress.Egress;
import java.time.Duration;
import java.util.Optional;

/// How messages leave the service.
///
/// @param rules which addresses beyond public ones may be posted to; the same as for typing them in
/// @param smtp the mail server; empty if no e-mail is sent
/// @param patience how long sending one message may take; less than a minute
public record NotificationConfig(
    TenantUrl.Rules rules, Egress egress, Optional<Smtp> smtp, Duration patience) {
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  /// How the connection to a mail server is protected.
  public enum Security {
    STARTTLS,
    TLS,
    NONE
  }

  /// @param user empty for a server that asks for none
  public record Smtp(
      String host, int port, Security security, String user, Secret password, EmailAddress from) {}

  public NotificationConfig {
    if (!patience.isPositive() || patience.compareTo(Duration.ofMinutes(1)) >= 0) {
      throw new IllegalArgumentException("a message has some time, less than a minute");
    }
  }
}

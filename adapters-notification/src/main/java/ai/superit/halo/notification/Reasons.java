package ai.superit.halo.notification;

import ai.superit.halo.egress.PrivateAddress;
import jakarta.mail.AuthenticationFailedException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/// Why a message could not be sent, in a sentence. What a server has written is never part of it.
final class Reasons {
  private Reasons() {}

  static String of(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      var known = known(cause);
      if (!known.isEmpty()) {
        return known;
      }
    }
    return "The connection failed before the message was taken.";
  }

  private static String known(Throwable cause) {
    return switch (cause) {
      case PrivateAddress _ -> "The host's address is not public, so it is not called.";
      case UnknownHostException _ -> "The host name is not known.";
      case ConnectException _ -> "Nobody answers at the address.";
      case SocketTimeoutException _ -> "Nothing was answered in time.";
      case SSLException _ ->
          "No encrypted connection came about: the host has no certificate that can be trusted.";
      case AuthenticationFailedException _ ->
          "The mail server does not accept the user and password of this service.";
      case SMTPSendFailedException refused ->
          "The mail server refused the message with code %d.".formatted(refused.getReturnCode());
      default -> "";
    };
  }
}

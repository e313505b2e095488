package ai.superit.halo.application.notification;

import ai.superit.halo.application.alert.AlertNotice;
import ai.superit.halo.domain.connection.Connection;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/// What is sent to a channel.
///
/// @param id the same whenever it is sent again, so that a receiver can tell; letters, digits,
///   dashes and underscores
public record AlertMessage(String id, Type type, AlertNotice notice) {
  /// What a message is about.
  public enum Type {
    OPENED,
    RESOLVED,
    TEST
  }

  public static AlertMessage of(AlertNotice notice) {
    var change = notice.change().name();
    return new AlertMessage(
        "msg_" + notice.alert() + "_" + change.toLowerCase(Locale.ROOT),
        Type.valueOf(change),
        notice);
  }

  /// A message that says that the channel works.
  public static AlertMessage test(Connection connection, String channel, Instant now) {
    var alert = UUID.randomUUID();
    return new AlertMessage(
        "msg_" + alert + "_test",
        Type.TEST,
        new AlertNotice(
            alert,
            connection.id(),
            connection.name(),
            "TEST",
            AlertNotice.Change.OPENED,
            now,
            "This is a test of the channel " + channel + ".",
            "Nothing is wrong and nothing has to be done."));
  }
}

package ai.superit.halo.notification;

import ai.superit.halo.application.notification.AlertMessage;
import java.util.regex.Pattern;

/// What people read of a message. Names and figures in it come from elsewhere and must not break
/// out of their line.
///
/// @param title one line
/// @param summary one line
/// @param advice one line
record MessageText(String title, String summary, String advice) {
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Cf}\\s\\u2028\\u2029]+");
  private static final int MAX_LINE = 1_000;

  static MessageText of(AlertMessage message) {
    var notice = message.notice();
    var begin =
        switch (message.type()) {
          case OPENED -> "Opened";
          case RESOLVED -> "Resolved";
          case TEST -> "Test";
        };
    return new MessageText(
        line(begin + ": " + notice.kind() + " at " + notice.connectionName()),
        line(notice.summary()),
        line(notice.advice()));
  }

  private static String line(String text) {
    var line = BREAKS.matcher(text).replaceAll(" ").strip();
    return line.length() <= MAX_LINE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MAX_LINE / 2)) + "…";
  }
}

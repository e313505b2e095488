package ai.superit.halo.application.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ai.superit.halo.domain.connection.ConnectionId;
import java.util.List;

/// Deliveries of one connection that are most likely about one client. Each strand is worked on
/// apart from the others, so that a flood about one client holds up no other. A client may share
/// one with another; nothing but the order of work depends on it.
///
/// @param number below [#COUNT]
public record Strand(ConnectionId connection, int number) {
  public static final int COUNT = 256;

  private static final List<String> KEYS =
      List.of("\"client_id\"", "\"object_id\"", "\"ticket_id\"", "\"id\"");

  /// How far into a body is looked.
  private static final int REACH = 64 * 1024;

  /// The number of the strand that a body belongs to: by the client, else by the record that it
  /// names first, however malformed it is otherwise.
  static int numberOf(byte[] body) {
    // one byte, one character: the virtual machine finds text in text many bytes at a time
    var text = new String(body, 0, Math.min(body.length, REACH), ISO_8859_1);
    for (var key : KEYS) {
      var number = after(key, text);
      if (number != 0) {
        return slot(number);
      }
    }
    return 0;
  }

  private static int slot(int number) {
    return Math.floorMod(number * 0x9e3779b1, COUNT);
  }

  /// The first number behind a key, which may have overflowed; 0 if there is none.
  private static int after(String key, String text) {
    var found = text.indexOf(key);
    while (found >= 0) {
      var number = digits(text, found + key.length());
      if (number != 0) {
        return number;
      }
      found = text.indexOf(key, found + key.length());
    }
    return 0;
  }

  private static int digits(String text, int from) {
    var at = from;
    while (at < text.length() && ": \"".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    var number = 0;
    while (at < text.length() && isDigit(text.charAt(at))) {
      number = number * 10 + text.charAt(at) - '0';
      at++;
    }
    return at < text.length() && isOfGuid(text.charAt(at)) ? 0 : number;
  }

  private static boolean isDigit(char next) {
    return next >= '0' && next <= '9';
  }

  private static boolean isOfGuid(char next) {
    return next == '-' || Character.isLetter(next);
  }
}

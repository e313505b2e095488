package ai.superit.halo.application.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.superit.halo.domain.connection.ConnectionId;
import java.util.stream.Stream;

/// Deliveries of one connection that are most likely about one client. Each strand is worked on
/// apart from the others, so that a flood about one client holds up no other. A client may share
/// one with another; nothing but the order of work depends on it.
///
/// @param number below [#COUNT]
public record Strand(ConnectionId connection, int number) {
  public static final int COUNT = 256;

  private static final byte[] CLIENT = "\"client_id\"".getBytes(US_ASCII);
  private static final byte[] OBJECT = "\"object_id\"".getBytes(US_ASCII);
  private static final byte[] TICKET = "\"ticket_id\"".getBytes(US_ASCII);
  private static final byte[] ID = "\"id\"".getBytes(US_ASCII);

  /// How far into a body is looked.
  private static final int REACH = 64 * 1024;

  /// The number of the strand that a body belongs to: by the client, else by the record that it
  /// names first, however malformed it is otherwise.
  static int numberOf(byte[] body) {
    return Stream.of(CLIENT, OBJECT, TICKET, ID)
        .mapToInt(key -> after(key, body))
        .filter(number -> number != 0)
        .map(Strand::slot)
        .findFirst()
        .orElse(0);
  }

  private static int slot(int number) {
    return Math.floorMod(number * 0x9e3779b1, COUNT);
  }

  /// The first number behind a key, which may have overflowed; 0 if there is none.
  private static int after(byte[] key, byte[] body) {
    var last = Math.min(body.length, REACH) - key.length;
    for (int i = 0; i <= last; i++) {
      if (body[i] == '"' && startsWith(key, body, i)) {
        var number = digits(body, i + key.length);
        if (number != 0) {
          return number;
        }
      }
    }
    return 0;
  }

  private static boolean startsWith(byte[] key, byte[] body, int from) {
    for (int i = 1; i < key.length; i++) {
      if (body[from + i] != key[i]) {
        return false;
      }
    }
    return true;
  }

  private static int digits(byte[] body, int from) {
    var at = from;
    while (at < body.length && (body[at] == ':' || body[at] == ' ' || body[at] == '"')) {
      at++;
    }
    var number = 0;
    while (at < body.length && body[at] >= '0' && body[at] <= '9') {
      number = number * 10 + body[at] - '0';
      at++;
    }
    return at < body.length && isOfGuid(body[at]) ? 0 : number;
  }

  private static boolean isOfGuid(byte next) {
    return next == '-' || Character.isLetter(next);
  }
}

package ai.superit.halo.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.domain.team.Visibility;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.TreeSet;
import java.util.function.Supplier;

/// The cursors of one list: a position, with a fingerprint of the list that it belongs to, so that
/// a cursor of another list, filter, order or caller is refused instead of misread.
final class Cursors<P> {
  /// How a position is written. Reading throws IllegalArgumentException for anything else.
  interface Form<P> {
    String write(P position);

    P read(String text);
  }

  private static final int FINGERPRINT_BYTES = 6;

  /// Holds the longest name that an index of the store takes, in any script.
  private static final int MAX_LENGTH = 4_000;

  private final Visibility visibility;
  private final Supplier<String> list;
  private final Form<P> form;

  /// @param list describes the list with its filter and order, the same on every instance
  Cursors(Visibility visibility, Supplier<String> list, Form<P> form) {
    this.visibility = visibility;
    this.list = list;
    this.form = form;
  }

  String encode(P position) {
    var text = form.write(position).getBytes(UTF_8);
    var bytes = ByteBuffer.allocate(FINGERPRINT_BYTES + text.length);
    return base64(bytes.put(fingerprint()).put(text).array());
  }

  /// @throws FieldFailure if the cursor was not made by [#encode] for the same list
  P decode(String cursor) {
    try {
      if (cursor.length() > MAX_LENGTH) {
        throw FieldFailure.invalidCursor();
      }
      var bytes = Base64.getUrlDecoder().decode(cursor);
      if (!base64(bytes).equals(cursor)
          || bytes.length < FINGERPRINT_BYTES
          || !Arrays.equals(fingerprint(), Arrays.copyOf(bytes, FINGERPRINT_BYTES))) {
        throw FieldFailure.invalidCursor();
      }
      var text =
          UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, FINGERPRINT_BYTES, bytes.length - FINGERPRINT_BYTES))
              .toString();
      return form.read(text);
    } catch (IllegalArgumentException | CharacterCodingException handMade) {
      throw FieldFailure.invalidCursor();
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private byte[] fingerprint() {
    try {
      var whole = viewer() + list.get();
      return Arrays.copyOf(
          MessageDigest.getInstance("SHA-256").digest(whole.getBytes(UTF_8)), FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private String viewer() {
    return switch (visibility) {
      case Visibility.Managed(var teams) -> "manager " + new TreeSet<>(teams);
      case Visibility.Member(var teams, var privateNotes) ->
          "member " + new TreeSet<>(teams) + privateNotes;
    };
  }
}

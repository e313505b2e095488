package ai.superit.halo.persistence;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Makes any text fit for the database.
final class Texts {
  private static final char REPLACEMENT = '\uFFFD';

  private Texts() {}

  /// PostgreSQL holds neither NUL nor half of a surrogate pair; each becomes a replacement
  /// character.
  static String storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return replaced(text, i);
      }
    }
    return text;
  }

  /// A pattern for `like` that finds exactly this text anywhere.
  static String containing(String text) {
    var escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    return "%" + escaped + "%";
  }

  /// The texts as PostgreSQL writes an array of them.
  static String array(Collection<String> texts) {
    return texts.stream()
        .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }

  static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  private static String replaced(String text, int from) {
    var result = new StringBuilder(text.length()).append(text, 0, from);
    text.substring(from)
        .codePoints()
        .map(c -> isStorable(c) ? c : REPLACEMENT)
        .forEach(result::appendCodePoint);
    return result.toString();
  }

  private static boolean isStorable(int codePoint) {
    return codePoint != 0 && Character.getType(codePoint) != Character.SURROGATE;
  }
}

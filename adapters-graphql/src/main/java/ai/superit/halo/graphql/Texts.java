package ai.superit.halo.graphql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rules for text that callers send and that comes back to them in messages.
final class Texts {
  private static final int ECHOED = 100;
  private static final int LONGEST_MESSAGE = 1_000;
  private static final Pattern AST_VALUE =
      Pattern.compile("\\b\\w*Value\\{(?:value|name)='?([^{}']*+)'?}");
  private static final Pattern AST_REST = Pattern.compile("\\b\\w*Value\\{");
  private static final Pattern QUOTED = Pattern.compile("'([^']{" + (ECHOED + 1) + ",})'");
  private static final Pattern VALIDATION_PREFIX =
      Pattern.compile("^Validation [Ee]rror \\([^)]*\\)\\s*:\\s*");

  private Texts() {}

  /// PostgreSQL's text holds neither NUL nor half a surrogate pair: better refused here by name
  /// than by the database.
  static String requireStorable(String text, String name) {
    if (!isStorable(text)) {
      throw Refusal.badRequest(
          "\"" + clip(name) + "\" holds a character that cannot be stored (NUL or half a pair)");
    }
    return text;
  }

  private static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /// At most 100 characters of what the caller sent.
  static String clip(String text) {
    return clip(text, ECHOED);
  }

  private static String clip(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end) + "…";
  }

  /// A message of the GraphQL library without its internal names and with short quotations.
  static String readable(String message) {
    var text = VALIDATION_PREFIX.matcher(message).replaceFirst("");
    text = clip(QUOTED.matcher(text).replaceAll(match -> quote(match.group(1))), LONGEST_MESSAGE);
    if (text.contains("Value{")) {
      text = AST_VALUE.matcher(text).replaceAll("$1");
      text = AST_REST.matcher(text).replaceAll("{");
    }
    return text;
  }

  private static String quote(String text) {
    return Matcher.quoteReplacement("'" + clip(text) + "'");
  }
}

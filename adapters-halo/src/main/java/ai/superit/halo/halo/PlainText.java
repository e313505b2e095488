package ai.superit.halo.halo;

import java.util.Map;
import java.util.regex.Pattern;

/// The readable text of simple HTML, for notes that have no other. What comes out is text to be
/// shown as text: it is not made safe to be used as HTML.
final class PlainText {
  private static final Pattern INVISIBLE =
      Pattern.compile("(?is)<!--.{0,100000}?-->|<(script|style|head)\\b[^>]*>.{0,100000}?</\\1>");
  private static final Pattern BREAK = Pattern.compile("(?i)<br\\s*/?>|</(?:p|div|li|tr|h[1-6])>");
  private static final Pattern TAG = Pattern.compile("</?[a-zA-Z!][^<>]*>");
  private static final Pattern BLANK_LINES = Pattern.compile("\\s*\\n\\s*");
  private static final Map<String, String> ENTITIES =
      Map.of("&nbsp;", " ", "&lt;", "<", "&gt;", ">", "&quot;", "\"", "&#39;", "'", "&apos;", "'");

  private PlainText() {}

  static String ofHtml(String html) {
    var text = INVISIBLE.matcher(html).replaceAll("");
    text = BREAK.matcher(text).replaceAll("\n");
    text = TAG.matcher(text).replaceAll("");
    for (var entity : ENTITIES.entrySet()) {
      text = text.replace(entity.getKey(), entity.getValue());
    }
    text = text.replace("&amp;", "&");
    return BLANK_LINES.matcher(text).replaceAll("\n").strip();
  }
}

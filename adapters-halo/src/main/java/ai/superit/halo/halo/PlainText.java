package ai.superit.halo.halo;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The readable text of simple HTML, for notes that have no other. What comes out is text to be
/// shown as text: it is not made safe to be used as HTML.
final class PlainText {
  private static final Pattern INVISIBLE = Pattern.compile("(?i)<(?:(script|style|head)\\b|!--)");
  private static final Map<String, Pattern> ENDS =
      Map.of(
          "script", Pattern.compile("(?i)</script>"),
          "style", Pattern.compile("(?i)</style>"),
          "head", Pattern.compile("(?i)</head>"),
          "!--", Pattern.compile("-->"));
  private static final Pattern BREAK = Pattern.compile("(?i)<br\\s*/?>|</(?:p|div|li|tr|h[1-6])>");
  private static final Pattern TAG = Pattern.compile("</?[a-zA-Z!][^<>]*>");
  private static final Map<String, String> ENTITIES =
      Map.of("&nbsp;", " ", "&lt;", "<", "&gt;", ">", "&quot;", "\"", "&#39;", "'", "&apos;", "'");

  private PlainText() {}

  /// Works in time that grows with the length only, whatever the text.
  static String ofHtml(String html) {
    var text = BREAK.matcher(visible(html)).replaceAll("\n");
    text = TAG.matcher(text).replaceAll("");
    for (var entity : ENTITIES.entrySet()) {
      text = text.replace(entity.getKey(), entity.getValue());
    }
    return text.replace("&amp;", "&")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String visible(String html) {
    var visible = new StringBuilder();
    var begin = INVISIBLE.matcher(html);
    var from = 0;
    while (begin.find(from)) {
      var kind = begin.group(1) == null ? "!--" : begin.group(1).toLowerCase(Locale.ROOT);
      var end = ENDS.getOrDefault(kind, TAG).matcher(html);
      if (!end.find(begin.end())) {
        break;
      }
      visible.append(html, from, begin.start());
      from = end.end();
    }
    return visible.append(html, from, html.length()).toString();
  }
}

package ai.superit.halo.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeHtmlTest {
  private static final Pattern TAG = Pattern.compile("<[^>]*>?");
  private static final String[] PIECES = {
    "<script>",
    "</script>",
    "<b",
    ">",
    "<!--",
    "-->",
    "<a href=\"javascript:",
    "'",
    "\"",
    "onload=x",
    "<img src=x onerror=x>",
    "<svg/onload=x>",
    "<style>",
    "<iframe src=//x>",
    "\0",
    "\ud800",
    "&lt;",
    "&#106;avascript:",
    "<form action=x>",
    "<p style=x>",
    "]]>",
    "<math>",
    "</p>",
    "text",
    "/",
    " ",
    "<table><tr><td>",
    "\u202e",
    "<noscript>",
    "<template>",
    "<a href=https://x.example>"
  };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <b>Bold</b> and <i>more</i><br>line | <b>Bold</b> and <i>more</i><br>line
          <p onclick="x()" style="position:fixed">a</p> | <p>a</p>
          <script>alert(1)</script>b | b
          <a href="javascript:x()">c</a> | <a rel="nofollow noopener noreferrer">c</a>
          <img src="https://x.example/seen.png">d | d
          <table><tr><td>e</td></tr></table> | <table><tbody><tr><td>e</td></tr></tbody></table>
          1 &lt; 2 | 1 &lt; 2
          """)
  void leaves_text_formatting_and_links(String html, String safe) {
    assertThat(SafeHtml.of(html)).isEqualTo(safe);
  }

  @Test
  void keeps_links_to_pages_without_telling_them_where_they_were_followed() {
    assertThat(SafeHtml.of("<a href=\"https://x.example/?a=1&amp;b\" target=_top>x</a>"))
        .isEqualTo(
            "<a href=\"https://x.example/?a=1&amp;b\" rel=\"nofollow noopener noreferrer\">x</a>");
  }

  @Test
  void lets_nothing_through_that_could_run_whatever_the_pieces() {
    for (int seed = 0; seed < 3_000; seed++) {
      var safe = SafeHtml.of(html(new Random(seed)));

      var tags = tags(safe) + tags(Jsoup.parseBodyFragment(safe).body().html());
      assertThat(tags)
          .as("seed %d: %s", seed, safe)
          .doesNotContainPattern("<(?!/?(a|b|p|table|tbody|tr|td)\\b|$)")
          .doesNotContainPattern("\\son\\w+\\s*=|style\\s*=|href=\"(?!https://x\\.example)");
    }
  }

  @Test
  void takes_time_in_proportion_to_the_length() {
    assertThat(SafeHtml.of("<b>".repeat(20_000))).isNotNull();
    assertThat(SafeHtml.of("<".repeat(200_000))).doesNotContain("<");
  }

  private static String tags(String html) {
    return TAG.matcher(html)
        .results()
        .map(tag -> tag.group().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  private static String html(Random random) {
    var html = new StringBuilder();
    for (int piece = random.nextInt(12); piece >= 0; piece--) {
      html.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return html.toString();
  }
}

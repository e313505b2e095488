package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PlainTextTest {
  @Test
  void paragraphs_become_lines_and_tags_go() {
    var html =
        "<p>Hello&nbsp;<b>Ana</b>,</p><style>p{}</STYLE><!-- no --><div>a &lt; b &amp;lt; c<br/>bye</div>";

    assertThat(PlainText.ofHtml(html)).isEqualTo("Hello Ana,\na < b &lt; c\nbye");
  }

  @Test
  @Timeout(5)
  void hostile_markup_costs_little() {
    assertThat(PlainText.ofHtml("<script>".repeat(200_000))).isEmpty();
    assertThat(PlainText.ofHtml(" ".repeat(2_000_000) + "x")).isEqualTo("x");
    assertThat(PlainText.ofHtml("<!--".repeat(200_000))).isNotNull();
    assertThat(PlainText.ofHtml("<".repeat(200_000))).hasSize(200_000);
    assertThat(PlainText.ofHtml("<a ".repeat(50_000))).isNotEmpty();
  }
}

package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.DeliveryReader.Content;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What only looks like JSON.
class NoJsonTest {
  private final JsonDeliveryReader reader = new JsonDeliveryReader();

  /// Beside a record that could be read, so that nothing but the syntax counts.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nan",
        "NaN",
        "-NaN",
        "Infinity",
        "-Infinity",
        "+1",
        "-",
        "--1",
        "-01",
        "012",
        "0x1F",
        "1.",
        ".5",
        "-.5",
        "1.e1",
        "1e",
        "1e+",
        "1eE2",
        "0e+-1",
        "1_000",
        "1 000",
        "1,",
        "\uff11",
        "tru",
        "True",
        "TRUE",
        "nulll",
        "undefined",
        "'x'",
        "x",
        "`x`",
        "\"",
        "\"x",
        "\"\\x00\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"\\\"",
        "\"\\'\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"a\u0000b\"",
        "\"a\u001fb\"",
        "\"x\" \"y\"",
        "\"x\"y",
        "[",
        "]",
        "[1",
        "[1,]",
        "[,1]",
        "[1,,2]",
        "[1 2]",
        "[1;2]",
        "[1:2]",
        "(1)",
        "<1>",
        "{",
        "}",
        "{1:1}",
        "{a:1}",
        "{'a':1}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\",1}",
        "{\"a\" 1}",
        "{\"a\"::1}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1;\"b\":2}",
        "{null:1}",
        "1 // x",
        "/* x */ 1",
        "1 # x",
        "\u00a01",
        "\u20281",
        "\ufeff1",
        "\u000c1",
        "\u000b1",
        "1}",
        "1]",
        "[}",
        "{]",
        "[1}",
        "\\u0031",
        "@",
        "$1",
        "...",
        "=1"
      })
  void what_is_no_json_is_unreadable_though_it_names_a_record(String value) {
    assertThat(reader.readVouchedFor("{\"object_id\":5,\"x\":%s}".formatted(value).getBytes(UTF_8)))
        .isInstanceOf(Content.Unreadable.class);
    assertThat(reader.readVouchedFor("{\"object_id\":5,\"x\":1}".getBytes(UTF_8)))
        .isInstanceOf(Content.Events.class);
  }
}

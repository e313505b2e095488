package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.DeliveryReader.Content;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What RFC 8259 does not call JSON is set aside for a person, however near to JSON it comes. Each
/// text stands where a delivery would hold a value, and alone. Who vouches for it makes it no JSON.
class MalformedJsonTest {
  private final JsonDeliveryReader reader = new JsonDeliveryReader();

  static Stream<String> values() {
    return Stream.of(
            numbers(), words(), strings(), arrays(), objects(), Stream.of("", " ", "\u0000", "#"))
        .flatMap(each -> each);
  }

  private static Stream<String> numbers() {
    return Stream.of(
        "-",
        "+1",
        "++1",
        "-01",
        "01",
        "012",
        "00",
        "1.",
        "-1.",
        ".1",
        "-.1",
        ".",
        "1..2",
        "1.2.3",
        "1e",
        "1e+",
        "1e-",
        "1E",
        "1.e1",
        "1e1.5",
        "1ee2",
        "1e++1",
        "0x1F",
        "0xg",
        "0b1",
        "0o7",
        "1_000",
        "1 000",
        "1,",
        "--1",
        "- 1",
        "1a",
        "1.2a-3",
        "-foo",
        "-2.",
        "0.e1",
        "0e",
        "0E+",
        "9.e+",
        "NaN",
        "-NaN",
        "+NaN",
        "Infinity",
        "-Infinity",
        "+Infinity",
        "Inf",
        "-Inf",
        "1/2",
        "\u00b9",
        "$1",
        "1L",
        "1f",
        "1e 5",
        "2.e3",
        "2.e-3",
        "2.e+3",
        "1-",
        "0.1.2",
        "1e+-1");
  }

  private static Stream<String> words() {
    return Stream.of(
        "True",
        "TRUE",
        "FALSE",
        "Null",
        "NULL",
        "nul",
        "nulll",
        "tru",
        "truee",
        "fals",
        "nil",
        "None",
        "undefined",
        "yes",
        "true false",
        "true,",
        "t",
        "f",
        "n",
        "*",
        "abc");
  }

  private static Stream<String> strings() {
    return Stream.of(
        "'",
        "'a'",
        "\"",
        "\"a",
        "a\"",
        "\"a\"b",
        "\"\\",
        "\"\\\"",
        "\"\\x41\"",
        "\"\\a\"",
        "\"\\v\"",
        "\"\\'\"",
        "\"\\0\"",
        "\"\\u\"",
        "\"\\u0\"",
        "\"\\u00\"",
        "\"\\u004\"",
        "\"\\u00G0\"",
        "\"\\U0041\"",
        "\"\\u 041\"",
        "\"\\ud800\\u\"",
        "\"\\ud800\\u1\"",
        "\"\\ud800\\x\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"a\rb\"",
        "\"a\u0000b\"",
        "\"\u0001\"",
        "\"\u001f\"",
        "`a`",
        "\"a\" \"b\"",
        "\\u0022a\\u0022",
        "\"\\\u00e5\"",
        "\"\\8\"",
        "\"\\\n\"");
  }

  private static Stream<String> arrays() {
    return Stream.of(
        "[",
        "]",
        "[[",
        "]]",
        "[1",
        "1]",
        "[1,",
        "[1,]",
        "[,1]",
        "[,]",
        "[1,,2]",
        "[1 2]",
        "[1:2]",
        "[1;2]",
        "[1]]",
        "[[1]",
        "[1}",
        "[(1)]",
        "[\"a\",",
        "[\"a\"",
        "[\"a\" \"b\"]",
        "[1,\n",
        "[\"\": 1]",
        "[x",
        "[x]",
        "[1] x",
        "[1][2]",
        "[1],",
        "[\u000b1]",
        "[\u000c1]",
        "[1,2,,]",
        "[<null>]",
        "[-]",
        "[*]",
        "[\"\",]",
        "[#]",
        "[1]#",
        "[1]//x",
        "[1]/*x*/",
        "[/*x*/1]",
        "[\u00a01]",
        "[\u2060]",
        "<>",
        "(1)");
  }

  private static Stream<String> objects() {
    return Stream.of(
        "{",
        "}",
        "{}}",
        "{{}}",
        "{]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1,,\"b\":2}",
        "{,\"a\":1}",
        "{\"a\" 1}",
        "{\"a\"::1}",
        "{\"a\";1}",
        "{\"a\"=1}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{null:1}",
        "{true:1}",
        "{[]:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1",
        "{\"a\":",
        "{\"a\"",
        "{\"a",
        "{\"a\":1}x",
        "{\"a\":1}#",
        "{\"a\":1}{}",
        "{\"a\":1},",
        "{\"a\":1}/*",
        "{\"a\":1}//",
        "{/**/\"a\":1}",
        "{\"a\":/*x*/1}",
        "{\"a\":'b'}",
        "{\"a\":1;}",
        "{:1}",
        "{\"a\":\"a",
        "{\"a\": a}",
        "{\"a\", 1}",
        "{\"a\":1 2}",
        "{\"\\ud\":1}",
        "{*}");
  }

  @ParameterizedTest
  @MethodSource("values")
  void what_is_no_json_is_set_aside(String text) {
    assertUnreadable(text);
    assertUnreadable("{\"object_id\":1,\"x\":" + text + "}");
    assertUnreadable("[{\"object_id\":1}," + text + "]");
  }

  private void assertUnreadable(String text) {
    assertThat(reader.readVouchedFor(text.getBytes(ISO_8859_1)))
        .as(text)
        .isInstanceOf(Content.Unreadable.class);
  }
}

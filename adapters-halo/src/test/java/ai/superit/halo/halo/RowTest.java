package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.domain.Stamp;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowTest {
  @Test
  void any_number_is_the_same_however_it_is_written() {
    var random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      var number = 1 + random.nextLong(Integer.MAX_VALUE);
      for (var form : List.of("%d", "%d.0", "\"%d\"", "\"%d.00\"", "\" %d \"")) {
        var row = row(form.formatted(number));

        assertThat(row.number("x")).as(form).isEqualTo(number);
        assertThat(row.reference("x")).contains(number);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0.0", "\"0\"", "\"-99\"", "null"})
  void no_record_is_referred_to_by_no_positive_number(String none) {
    assertThat(row(none).reference("x")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"12.5", "\"twelve\"", "true", "1e400", "[]", "\"\""})
  void what_is_no_number_is_refused_by_name(String strange) {
    assertThatThrownBy(() -> row(strange).reference("x"))
        .isInstanceOf(Row.Unreadable.class)
        .hasMessageStartingWith("x is not a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"1900-01-01T00:00:00\"",
        "\"1899-12-30T00:00:00\"",
        "\"0001-01-01T00:00:00\"",
        "null",
        "\"\"",
        "\"1900-01-01\""
      })
  void a_date_that_stands_for_none_is_none(String sentinel) {
    assertThat(row(sentinel).time("x")).isEmpty();
    assertThat(row(sentinel).plannedTime("x")).isEmpty();
    assertThat(row(sentinel).stamp("x")).isEqualTo(Stamp.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "12.30, 12.30",
    "'\"12.30\"', 12.30",
    "-0.01, -0.01",
    "1e3, 1000",
    "0.30000000000000004, 0.3",
    "99999999999.99, 99999999999.99"
  })
  void amounts_are_exact_to_six_decimals(String written, BigDecimal amount) {
    assertThat(row(written).decimal("x").orElseThrow()).isEqualByComparingTo(amount);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e16", "1e999999999", "\"a lot\"", "true"})
  void what_is_no_amount_is_refused_by_name(String strange) {
    assertThatThrownBy(() -> row(strange).decimal("x"))
        .isInstanceOf(Row.Unreadable.class)
        .hasMessage("x is not an amount");
  }

  private static Row row(String value) {
    var json = "{\"x\":%s}".formatted(value).getBytes(StandardCharsets.UTF_8);
    return Row.of(Json.tree(json)).orElseThrow();
  }
}

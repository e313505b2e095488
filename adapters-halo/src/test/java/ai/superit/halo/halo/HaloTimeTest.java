package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HaloTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2026-06-30T16:04:28.36, 2026-06-30T16:04:28.36Z",
    "2026-06-30T16:04:28, 2026-06-30T16:04:28Z",
    "2026-06-30T16:04, 2026-06-30T16:04:00Z",
    "2026-06-30 16:04:28, 2026-06-30T16:04:28Z",
    "2026-06-30, 2026-06-30T00:00:00Z",
    "2026-03-02T11:05:09.1234567Z, 2026-03-02T11:05:09.1234567Z",
    "2026-03-02T11:05:09+02:00, 2026-03-02T09:05:09Z"
  })
  void dates_are_utc_unless_they_say_otherwise(String text, Instant expected) {
    assertThat(HaloTime.find(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "1900-01-01T00:00:00",
        "1899-12-30T00:00:00",
        "0001-01-01T00:00:00",
        "2026-13-01T00:00:00",
        "+12026-01-01T00:00:00",
        "9999-12-31T00:00:00",
        "2026-06-30T16:04:28Q"
      })
  void what_is_no_date_is_absent(String text) {
    assertThat(HaloTime.find(text)).isEmpty();
  }

  @Test
  void halos_clock_may_be_a_day_ahead_and_no_more() {
    var now = Instant.parse("2026-06-30T16:04:28Z");

    assertThat(HaloTime.find("2026-07-01T16:04:28", now)).isPresent();
    assertThat(HaloTime.find("2026-07-01T16:04:28.001", now)).isEmpty();
  }
}

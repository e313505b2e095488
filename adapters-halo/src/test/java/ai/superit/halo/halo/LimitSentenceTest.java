package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.StatedLimit;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitSentenceTest {
  @ParameterizedTest
  @CsvSource({
    "'Rate Limit Reached - 300 Requests per rolling 5 minute window', 300, 300",
    "'{\"Message\":\"Rate Limit Reached - 450 Requests per rolling 5 minute window\"}', 450, 300",
    "'500 requests per 180 seconds', 500, 180",
    "'60 requests per minute', 60, 60",
  })
  void the_limit_is_read_in_whatever_form_it_comes(String text, long calls, long seconds) {
    assertThat(LimitSentence.read(text))
        .contains(new StatedLimit(calls, Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Too many requests",
        "0 requests per minute",
        "300 requests per 0 minute window",
        "300 requests per 9999 minute window",
        "9999999 requests per minute",
        "99999999999999999999 requests per minute",
      })
  void what_cannot_be_believed_is_not(String text) {
    assertThat(LimitSentence.read(text)).isEmpty();
  }
}

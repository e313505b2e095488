package ai.superit.halo.application.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrandTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"client_id":7}\
        """,
        """
        {"id":3,"ticket":{"summary":"\\"client_id\\"é","client_id" : "7"}}\
        """,
        """
        {"client_id":null,"lines":[{"client_id":7},{"client_id":8}]}\
        """,
        """
        {"client_id":7,"client_id" cut off\
        """,
      })
  void is_the_same_for_all_that_name_a_client(String body) {
    assertThat(number(body)).isEqualTo(number("{\"client_id\":7}")).isNotZero();
  }

  @Test
  void is_by_the_record_where_no_client_is_named() {
    var ticket = number("{\"ticket_id\":12}");

    assertThat(number("{\"id\":\"0f2c-17\",\"object_id\":12}")).isEqualTo(ticket);
    assertThat(number("{\"client_id\":0,\"id\":12}")).isEqualTo(ticket);
    assertThat(number("{\"id\":12,\"ticket_id\":13}")).isNotEqualTo(ticket);
  }

  /// What Halo numbers a delivery by says nothing about its record.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"id\":",
        "{\"id\":\"12ab34cd-5678\"}",
        "{\"id\":\"12-34\"}",
        "{\"identity\":12}"
      })
  void is_the_first_one_where_no_record_is_named(String body) {
    assertThat(number(body)).isZero();
  }

  @Test
  void looks_at_the_beginning_of_a_large_body() {
    assertThat(number(" ".repeat(65_000) + "{\"id\":12}")).isNotZero();
    assertThat(number(" ".repeat(70_000) + "{\"id\":12}")).isZero();
  }

  @Test
  void spreads_neighbours() {
    assertThat(IntStream.range(1, 101).map(id -> number("{\"client_id\":" + id + "}")).distinct())
        .hasSizeGreaterThan(90);
  }

  private static int number(String body) {
    return Strand.numberOf(body.getBytes(UTF_8));
  }
}

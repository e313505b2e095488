package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Allowance;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.application.testing.InMemoryRateBudget;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.simulator.RateLimit;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateHeadersTest {
  @ParameterizedTest
  @CsvSource({"60", "1772452860"})
  void are_read_with_a_span_or_a_moment(String reset) {
    assertThat(headers("300", " 12 ", reset).read(Moments.NOON))
        .contains(new Allowance(300, 12, Duration.ofSeconds(60)));
  }

  @ParameterizedTest
  @CsvSource({
    "300, , 60",
    ", 12, 60",
    "300, 12, ",
    "0, 0, 60",
    "300, 301, 60",
    "300, -1, 60",
    "300, 12, 901",
    "300, 12, 1792452860",
    "many, 12, 60",
    "300, 1.5, 60",
    "9999999999999, 12, 60",
    "300;w=60, 12, 60"
  })
  void are_passed_over_where_they_make_no_sense(String limit, String remaining, String reset) {
    assertThat(headers(limit, remaining, reset).read(Moments.NOON)).isEmpty();
  }

  @Test
  void do_not_make_the_budget_believe_in_a_limit() {
    var budget = new InMemoryRateBudget(TenantBudget.Bound.NONE);
    var limit = new RateLimit(400, Duration.ofMinutes(5));
    try (var simulated = new SimulatedTenant(limit, Optional.of(budget), true)) {
      assertThat(simulated.tenant().findClient(new ClientId(1))).isPresent();

      var state = budget.findState(simulated.connection).orElseThrow();
      assertThat(state.blockedUntil()).isEmpty();
      assertThat(state.calls()).isEmpty();
      assertThat(state.refusals()).isZero();
    }
  }

  private static RateHeaders headers(String limit, String remaining, String reset) {
    return new RateHeaders(
        Optional.ofNullable(limit), Optional.ofNullable(remaining), Optional.ofNullable(reset));
  }
}

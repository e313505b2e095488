package ai.superit.halo.application.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantBudgetTest {
  @ParameterizedTest
  @CsvSource({"300, 300", "450, 300", "500, 180", "60, 60"})
  void a_hidden_limit_is_learned_and_used_by_a_backfill(int limit, long seconds) {
    var windows = 12;
    var tenant = new HiddenLimit(limit, seconds, 150, 7);
    var start = tenant.now();

    tenant.run(Duration.ofSeconds(seconds * windows));

    var second = start + seconds * 1000;
    assertThat(tenant.taken.stream().filter(at -> at >= second).count())
        .isGreaterThanOrEqualTo((long) (0.9 * limit * (windows - 1)));
    assertThat(refusedInAnyWindowAfter(second, seconds, tenant.refused)).isLessThanOrEqualTo(1);
    assertThat(tenant.state().window()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(tenant.state().calls().orElseThrow())
        .isBetween(limit * 95L / 100, limit * 108L / 100);
  }

  @ParameterizedTest
  @CsvSource({"300, 300", "500, 180"})
  void a_person_hardly_waits_during_a_backfill(int limit, long seconds) {
    var tenant = new HiddenLimit(limit, seconds, 150, 11);
    var learned = tenant.now() + 2 * seconds * 1000;

    tenant.run(Duration.ofHours(2));

    var waits =
        tenant.waits.stream()
            .filter(wait -> wait[0] >= learned)
            .mapToLong(wait -> wait[1])
            .sorted()
            .toArray();
    assertThat(waits.length).isGreaterThan(250);
    assertThat(waits[(int) (waits.length * 0.99)]).isLessThanOrEqualTo(2_000);
  }

  private static long refusedInAnyWindowAfter(long begin, long seconds, List<Long> refused) {
    return refused.stream()
        .filter(at -> at >= begin)
        .mapToLong(
            from -> refused.stream().filter(at -> at >= from && at < from + seconds * 1000).count())
        .max()
        .orElse(0);
  }
}

package ai.superit.halo.application.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Order(1)
class TenantBudgetTest {
  @ParameterizedTest
  @CsvSource({
    "300, 300, false",
    "450, 300, false",
    "500, 180, false",
    "60, 60, false",
    "300, 300, true",
    "450, 300, true",
    "500, 180, true",
    "60, 60, true",
    "700, 600, true"
  })
  void a_hidden_limit_is_learned_and_used_by_a_backfill(int limit, long seconds, boolean talks) {
    var windows = 12;
    var tenant = tenant(limit, seconds, talks);
    var start = tenant.now();

    tenant.run(Duration.ofSeconds(seconds * windows));

    var second = start + seconds * 1000;
    assertThat(callsAfter(second, tenant.taken))
        .isGreaterThanOrEqualTo((long) (0.93 * limit * (windows - 1)));
    assertThat(refusedInAnyWindowAfter(second, seconds, tenant.refused)).isLessThanOrEqualTo(1);
    assertThat(tenant.state().window()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(tenant.state().calls().orElseThrow())
        .isBetween(limit * 95L / 100, limit * 108L / 100);
  }

  @ParameterizedTest
  @CsvSource({"300, 300", "450, 300", "500, 180", "60, 60"})
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

  @ParameterizedTest
  @CsvSource({
    "300, 300, 150, 300, false",
    "450, 300, 300, 300, false",
    "500, 180, 300, 300, false",
    "300, 300, 450, 300, false",
    "300, 300, 600, 300, false",
    "300, 300, 150, 300, true",
    "450, 300, 300, 300, true",
    "500, 180, 300, 300, true",
    "300, 300, 450, 300, true",
    "60, 60, 500, 180, true"
  })
  void a_limit_that_changes_is_learned_anew(
      int limit, long seconds, int changed, long changedSeconds, boolean talks) {
    var tenant = tenant(limit, seconds, talks);
    tenant.run(Duration.ofHours(1));
    tenant.become(changed, changedSeconds);
    var found = tenant.now() + 3_600_000;

    tenant.run(Duration.ofHours(2));

    assertThat(callsAfter(found, tenant.taken))
        .isGreaterThanOrEqualTo((long) (0.9 * changed * 3_600 / changedSeconds));
    assertThat(refusedInAnyWindowAfter(found, changedSeconds, tenant.refused))
        .isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"6000, 300", "400, 20"})
  void a_generous_tenant_is_called_as_often_as_it_allows(int limit, long seconds) {
    var tenant = tenant(limit, seconds, true);
    tenant.run(Duration.ofMinutes(10));
    var found = tenant.now();

    tenant.run(Duration.ofMinutes(10));

    assertThat(callsAfter(found, tenant.taken))
        .isGreaterThanOrEqualTo((long) (0.9 * limit * 600 / seconds));
    assertThat(refusedInAnyWindowAfter(found, seconds, tenant.refused)).isLessThanOrEqualTo(1);
  }

  @Test
  void a_lane_that_starves_gets_a_share() {
    var granted = new EnumMap<Lane, Integer>(Lane.class);
    var memory = TenantBudget.Memory.NONE;
    var bound = new TenantBudget.Bound(300, Duration.ofMinutes(5), 0);
    var now = Instant.parse("2026-03-02T10:00:00Z");

    for (int tick = 0; tick < 3_600; tick++) {
      now = now.plusSeconds(1);
      for (var lane : Lane.values()) {
        var asked = TenantBudget.at(now, bound, memory);
        if (asked.ask(lane).isGranted()) {
          granted.merge(lane, 1, Integer::sum);
        }
        memory = asked.memory();
      }
    }

    assertThat(granted.getOrDefault(Lane.BACKFILL, 0)).isGreaterThan(100);
    assertThat(granted.getOrDefault(Lane.POLL, 0)).isGreaterThan(100);
    assertThat(granted.getOrDefault(Lane.PERSON, 0))
        .isGreaterThan(2 * granted.getOrDefault(Lane.BACKFILL, 0));
  }

  @ParameterizedTest
  @CsvSource({"4, 2", "8, 2", "60, 60", "300, 300"})
  void a_bound_however_small_is_used_for_the_most_part_and_never_exceeded(int calls, long seconds) {
    var memory = TenantBudget.Memory.NONE;
    var bound = new TenantBudget.Bound(calls, Duration.ofSeconds(seconds), 0);
    var start = Instant.parse("2026-03-02T10:00:00Z");
    var made = new ArrayList<Long>();

    for (long millis = 0; millis < 3 * seconds * 1000; millis += 50) {
      var asked = TenantBudget.at(start.plusMillis(millis), bound, memory);
      if (asked.ask(Lane.BACKFILL).isGranted()) {
        made.add(millis);
      }
      memory = asked.memory();
    }

    assertThat(made.size()).isGreaterThan((int) (2 * calls * 0.65));
    assertThat(refusedInAnyWindowAfter(0, seconds, made)).isLessThanOrEqualTo(calls);
  }

  @Test
  void work_that_has_to_wait_for_long_keeps_others_from_no_call_that_it_cannot_make_itself() {
    var memory = TenantBudget.Memory.NONE;
    var bound = TenantBudget.Bound.NONE;
    var begin = Instant.parse("2026-03-02T09:00:00Z").toEpochMilli();
    long granted = begin;
    long longest = 0;
    for (long now = begin; now < begin + 240_000; now += 100) {
      var budget = TenantBudget.at(Instant.ofEpochMilli(now), bound, memory);
      if (now == begin) {
        budget.stated(new StatedLimit(700, Duration.ofMinutes(5)));
      }
      var reread = budget.ask(Lane.REREAD).isGranted();
      if (budget.ask(Lane.BACKFILL).isGranted() || reread) {
        budget.accepted();
        longest = Math.max(longest, now - granted);
        granted = now;
      }
      memory = budget.memory();
    }

    assertThat(longest).isLessThan(2_000);
  }

  @Test
  void headers_that_name_no_window_set_no_limit() {
    var budget = unused();
    budget.told(new Allowance(60, 59, Duration.ofSeconds(30)));
    assertThat(budget.state().calls()).isEmpty();

    budget.stated(new StatedLimit(700, Duration.ofMinutes(10)));
    budget.told(new Allowance(60, 30, Duration.ofSeconds(30)));

    assertThat(budget.state().calls()).contains(700L);
    assertThat(budget.state().window()).isEqualTo(Duration.ofMinutes(10));
    assertThat(budget.state().blockedUntil()).isEmpty();
  }

  @Test
  void headers_tell_of_the_calls_of_others_within_the_window_that_is_known() {
    var budget = unused();
    budget.stated(new StatedLimit(300, Duration.ofMinutes(5)));

    budget.told(new Allowance(6_000, 1_000, Duration.ofMinutes(14)));
    assertThat(budget.state().used()).isZero();
    budget.told(new Allowance(300, 100, Duration.ofMinutes(4)));
    budget.told(new Allowance(300, 99, Duration.ofMinutes(4)));

    assertThat(budget.state().used()).isEqualTo(200);
    assertThat(budget.state().remaining()).isEqualTo(100);
  }

  private static TenantBudget unused() {
    return TenantBudget.at(
        Instant.parse("2026-03-02T10:00:00Z"), TenantBudget.Bound.NONE, TenantBudget.Memory.NONE);
  }

  private static HiddenLimit tenant(int limit, long seconds, boolean talks) {
    var tenant = new HiddenLimit(limit, seconds, 150, 7);
    if (talks) {
      tenant.talk();
    }
    return tenant;
  }

  private static long callsAfter(long begin, List<Long> calls) {
    return calls.stream().filter(at -> at >= begin).count();
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

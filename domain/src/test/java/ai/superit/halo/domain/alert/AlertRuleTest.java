package ai.superit.halo.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertRuleTest {
  private static final AlertRule RULE = AlertRule.usual(AlertKind.DELIVERY_FAILURES);
  private static final Patience PATIENCE = AlertKind.DELIVERY_FAILURES.patience();
  private static final long ENOUGH = RULE.sample();

  /// What becomes of a series of values: each opening as `true`, each end as `false`.
  private static List<Boolean> changes(DoubleStream values) {
    var changes = new ArrayList<Boolean>();
    var standing = Standing.QUIET;
    for (var value : values.toArray()) {
      var next = standing.after(RULE.judge(new Measure.Level(value, ENOUGH)), PATIENCE);
      if (next.open() != standing.open()) {
        changes.add(next.open());
      }
      standing = next;
    }
    return changes;
  }

  @Test
  void bad_is_what_reaches_the_threshold_and_good_what_stays_below_half_of_it() {
    assertThat(RULE.judge(new Measure.Level(20, ENOUGH))).isEqualTo(Judgement.BAD);
    assertThat(RULE.judge(new Measure.Level(19.9, ENOUGH))).isEqualTo(Judgement.UNCLEAR);
    assertThat(RULE.judge(new Measure.Level(10, ENOUGH))).isEqualTo(Judgement.UNCLEAR);
    assertThat(RULE.judge(new Measure.Level(9.9, ENOUGH))).isEqualTo(Judgement.GOOD);
  }

  @Test
  void too_few_are_never_called_bad() {
    assertThat(RULE.judge(new Measure.Level(100, ENOUGH - 1))).isEqualTo(Judgement.UNCLEAR);
    assertThat(RULE.judge(new Measure.Level(0, 0))).isEqualTo(Judgement.GOOD);
    assertThat(RULE.judge(new Measure.Unknown())).isEqualTo(Judgement.UNCLEAR);
    assertThat(RULE.judge(new Measure.Fact(true))).isEqualTo(Judgement.BAD);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void what_hovers_about_the_threshold_opens_once_and_ends_once(long seed) {
    var random = new Random(seed);
    var hovering = random.doubles(2_000, 10, 40);
    var over = DoubleStream.generate(() -> 1).limit(PATIENCE.resolvesAfter());

    assertThat(changes(DoubleStream.concat(hovering, over))).containsExactly(true, false);
  }

  @Test
  void one_value_in_ten_that_is_not_clearly_good_keeps_it_open() {
    var bad = DoubleStream.of(50, 50, 50);
    var doubtful = DoubleStream.iterate(0, i -> i + 1).limit(500).map(i -> i % 10 == 0 ? 15 : 0);

    assertThat(changes(DoubleStream.concat(bad, doubtful))).containsExactly(true);
  }

  @Test
  void a_short_peak_opens_nothing() {
    var peaks = DoubleStream.iterate(0, i -> i + 1).limit(500).map(i -> i % 3 == 0 ? 5 : 90);

    assertThat(changes(peaks)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void every_kind_has_a_usual_rule_and_advice(AlertKind kind) {
    assertThat(AlertRule.usual(kind).enabled()).isTrue();
    assertThat(kind.advice()).endsWith(".");
  }

  @Test
  void a_threshold_or_sample_out_of_bounds_is_refused() {
    assertThatThrownBy(() -> new AlertRule(AlertKind.LATENCY, true, 0, 1))
        .hasMessageContaining("LATENCY is 1 to 86400, not 0");
    assertThatThrownBy(() -> new AlertRule(AlertKind.LATENCY, true, 1, -1))
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> new AlertRule(AlertKind.SYNC_FAILURE, true, 1, 0))
        .hasMessageContaining("0 to 0");
  }
}

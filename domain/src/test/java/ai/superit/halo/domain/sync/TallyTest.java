package ai.superit.halo.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void sums_that_agree_are_complete() {
    assertThat(new Tally(6, 7, 6, 1, 2, 3, 0, 0).verdict()).isEqualTo(new Verdict.Complete());
    assertThat(new Tally(6, 7, 6, 1, 2, 1, 0, 0, 2).verdict()).isEqualTo(new Verdict.Complete());
    assertThat(Tally.ZERO.verdict()).isEqualTo(new Verdict.Complete());
  }

  @Test
  void each_gap_is_named() {
    assertThat(gap(new Tally(6, 6, 5, 5, 0, 0, 1, 0))).startsWith("1 rows could not be read");
    assertThat(gap(new Tally(6, 5, 5, 5, 0, 0, 0, 0)))
        .isEqualTo("Halo counts 6 records, 5 different ones arrived");
    assertThat(gap(new Tally(6, 6, 6, 5, 0, 0, 0, 0)))
        .isEqualTo("6 records arrived, 5 were stored");
  }

  @Test
  void only_sums_that_agree_are_complete() {
    var random = new Random(11);
    for (int i = 0; i < 5000; i++) {
      var n = random.ints(7, 0, 3).asLongStream().toArray();
      var tally = new Tally(n[0], n[1], n[2], n[3], n[4], n[5], n[6], 0);

      assertThat(tally.verdict() instanceof Verdict.Complete)
          .isEqualTo(n[6] == 0 && n[0] == n[2] && n[2] == n[3] + n[4] + n[5]);
    }
  }

  private static String gap(Tally tally) {
    return switch (tally.verdict()) {
      case Verdict.Complete _ -> "none";
      case Verdict.Incomplete(var gap) -> gap;
    };
  }
}

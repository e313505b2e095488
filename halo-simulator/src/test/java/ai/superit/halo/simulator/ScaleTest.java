package ai.superit.halo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.BitSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScaleTest {
  private static final Pattern KEY = Pattern.compile("\"key\":(\\d+)");

  @Test
  void the_standard_tenant_starts_at_once() {
    var fastest = Long.MAX_VALUE;
    for (var attempt = 0; attempt < 3; attempt++) {
      var start = System.nanoTime();
      HaloSimulator.start(SimulatorConfig.builder().build()).close();
      fastest = Math.min(fastest, System.nanoTime() - start);
    }

    assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofSeconds(1));
  }

  /// A late page costs no more than an early one.
  @Test
  @Timeout(300)
  void two_hundred_thousand_tickets_list_completely() {
    var config =
        SimulatorConfig.builder()
            .scale(Scale.standard().times(40))
            .rateLimit(RateLimit.unlimited())
            .build();
    try (var simulator = HaloSimulator.start(config)) {
      var halo = new HaloCaller(simulator, config).signedIn("read:tickets");
      var seen = new BitSet();
      var fastestLate = Long.MAX_VALUE;
      for (var page = 1; page <= 2_000; page++) {
        var start = System.nanoTime();
        var body =
            halo.get("/api/Tickets?pageinate=true&page_size=100&order=id&page_no=" + page).body();
        var took = System.nanoTime() - start;
        fastestLate = page > 1_900 ? Math.min(fastestLate, took) : fastestLate;
        KEY.matcher(body).results().forEach(key -> seen.set(Integer.parseInt(key.group(1))));
      }

      assertThat(seen.cardinality()).isEqualTo(200_000);
      assertThat(Duration.ofNanos(fastestLate)).isLessThan(Duration.ofMillis(50));
    }
  }
}

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
    HaloSimulator.start(SimulatorConfig.builder().build()).close();
    var start = System.nanoTime();
    HaloSimulator.start(SimulatorConfig.builder().build()).close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  @Timeout(60)
  void two_hundred_thousand_tickets_list_completely() {
    var config =
        SimulatorConfig.builder()
            .scale(Scale.standard().times(40))
            .rateLimit(RateLimit.unlimited())
            .build();
    try (var simulator = HaloSimulator.start(config)) {
      var halo = new HaloCaller(simulator, config).signedIn("read:tickets");
      var start = System.nanoTime();
      var seen = new BitSet();
      for (var page = 1; page <= 2_000; page++) {
        var body =
            halo.get("/api/Tickets?pageinate=true&page_size=100&order=id&page_no=" + page).body();
        KEY.matcher(body).results().forEach(key -> seen.set(Integer.parseInt(key.group(1))));
      }
      var took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(seen.cardinality()).isEqualTo(200_000);
      assertThat(took).isLessThan(Duration.ofSeconds(20));
    }
  }
}

package ai.superit.halo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class QuirksTest {
  @Test
  void assets_can_have_a_smaller_page() {
    with(
        Quirks.defaults().with(new Quirks.Paging(100, 50, 50, 100_000)),
        halo ->
            assertThat(halo.json("/api/Asset?pageinate=true&page_size=100").path("assets"))
                .hasSize(50));
  }

  @Test
  void a_list_can_hide_tickets_closed_long_ago() {
    var reading = new Quirks.Reading(true, true, true, Duration.ofDays(7), true, false);
    with(
        Quirks.defaults().with(reading),
        halo -> {
          var shown = halo.json("/api/Tickets?pageinate=true").path("record_count").asInt();
          var all =
              halo.json("/api/Tickets?pageinate=true&includeclosed=true")
                  .path("record_count")
                  .asInt();
          assertThat(shown).isLessThan(all);
        });
  }

  @Test
  void the_updated_bound_can_be_exclusive_and_actions_oldest_first() {
    var reading = new Quirks.Reading(false, false, false, Duration.ZERO, true, true);
    with(
        Quirks.defaults().with(reading),
        halo -> {
          var last =
              halo.json("/api/Tickets?order=last_update&orderdesc=true&count=1")
                  .path("tickets")
                  .get(0);
          var since = "/api/Tickets?lastupdatefromdate=" + last.path("last_update").asString();
          assertThat(halo.json(since).path("record_count").asInt()).isZero();
          assertThat(halo.json("/api/Tickets?count=1").path("tickets").get(0).path("id").asInt())
              .isEqualTo(10_001);
          assertThat(halo.get("/api/Status").headers().firstValue("Content-Type"))
              .contains("text/html");
        });
  }

  @Test
  void the_throttled_answer_can_name_a_wait() {
    var throttling = new Quirks.Throttling(Quirks.Throttling.Body.TEXT, 7, false, false);
    with(
        Quirks.defaults().with(throttling),
        halo -> {
          halo.post("/control/rate-limit", "{\"calls\":1}");
          halo.get("/api/Status");
          var refused = halo.get("/api/Status");
          assertThat(refused.statusCode()).isEqualTo(429);
          assertThat(refused.body()).startsWith("Rate Limit Reached");
          assertThat(refused.headers().firstValue("Retry-After")).contains("7");
        });
  }

  @Test
  void a_new_token_can_end_the_older_ones() {
    with(
        Quirks.defaults().with(new Quirks.Tokens(400, true)),
        halo -> {
          halo.token("", halo.form("all"));
          assertThat(halo.get("/api/Status").statusCode()).isEqualTo(401);
        });
  }

  @Test
  void event_numbers_can_be_changed() {
    var deliveries = new Quirks.Deliveries(Map.of(Event.ACTION_ADDED, 5), 0, 3, 4, "actions", true);

    assertThat(Quirks.defaults().with(deliveries).deliveries().eventNumbers())
        .containsEntry(Event.ACTION_ADDED, 5);
  }

  private static void with(Quirks quirks, Consumer<HaloCaller> test) {
    var config =
        SimulatorConfig.builder()
            .scale(Scale.small())
            .rateLimit(RateLimit.unlimited())
            .quirks(quirks)
            .build();
    try (var simulator = HaloSimulator.start(config)) {
      test.accept(new HaloCaller(simulator, config).signedIn("all"));
    }
  }
}

package ai.superit.halo.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {
  @TempDir Path folder;

  @Test
  void the_same_seed_and_epoch_give_the_same_tenant() {
    var epoch = Instant.parse("2026-03-02T00:00:00Z");
    try (var one = HaloSimulator.start(small().epoch(epoch).build());
        var other = HaloSimulator.start(small().epoch(epoch).build());
        var foreign = HaloSimulator.start(small().epoch(epoch).seed(7).build())) {
      for (var id = 10_001; id < 10_030; id++) {
        assertThat(one.control().ticket(id)).isEqualTo(other.control().ticket(id));
      }
      assertThat(one.control().ticket(10_001)).isNotEqualTo(foreign.control().ticket(10_001));
    }
  }

  @Test
  void data_end_at_the_epoch() {
    var epoch = Instant.parse("2026-03-02T00:00:00Z");
    try (var simulator = HaloSimulator.start(small().epoch(epoch).build())) {
      var last = simulator.control().ticket(10_250);

      assertThat(last.path("dateoccurred").asString()).isBetween("2026-02-24", "2026-03-02");
      assertThat(last.path("last_update").asString()).isLessThan("2026-03-02T00:00:01");
    }
  }

  @Test
  void changes_survive_a_restart() {
    var file = folder.resolve("state.jsonl");
    var changed = "";
    try (var first =
        HaloSimulator.start(
            small().epoch(Instant.parse("2026-03-02T00:00:00Z")).stateFile(file).build())) {
      first.control().changeTicket(10_003, Map.of("summary", "Kept"));
      first
          .control()
          .addNote(first.control().createTicket(Map.of("summary", "New")), "Note", false);
      first.control().deleteTicket(10_004);
      changed = first.control().ticket(10_003).toString();
    }

    try (var second = HaloSimulator.start(small().stateFile(file).build())) {
      assertThat(second.control().ticket(10_003)).hasToString(changed);
      assertThat(second.control().ticket(10_251).path("actions")).hasSize(1);
      assertThat(second.control().ticket(10_004).path("deleted").asBoolean()).isTrue();
    }
  }

  @Test
  void text_of_any_kind_is_served_and_survives_a_restart() {
    var config = small().stateFile(folder.resolve("state.jsonl")).build();
    var text = "\u0000 \ud800 \udc00 \ud83d\ude00 \ufffe \u2028 \u00e9";
    try (var first = HaloSimulator.start(config)) {
      first.control().changeTicket(10_003, Map.of("summary", text));
    }

    try (var second = HaloSimulator.start(config)) {
      var halo = new HaloCaller(second, config).signedIn("all");
      assertThat(halo.json("/api/Tickets/10003").path("summary").asString()).isEqualTo(text);
    }
  }

  @Test
  void webhooks_survive_a_restart() {
    var file = folder.resolve("state.jsonl");
    var config = small().stateFile(file).build();
    try (var first = HaloSimulator.start(config)) {
      var halo = new HaloCaller(first, config).signedIn("all");
      halo.post("/api/Webhook", "{\"url\":\"http://127.0.0.1:9/x\",\"events\":[3,76]}");
    }

    try (var second = HaloSimulator.start(config)) {
      var halo = new HaloCaller(second, config).signedIn("all");
      assertThat(halo.json("/api/Webhook")).hasSize(1);
      assertThat(halo.json("/api/Notification")).hasSize(2);
    }
  }

  @Test
  void an_entry_that_a_crash_cut_short_spoils_none_that_follows() throws IOException {
    var file = folder.resolve("state.jsonl");
    try (var first = HaloSimulator.start(small().stateFile(file).build())) {
      first.control().changeTicket(10_003, Map.of("summary", "Before"));
    }
    Files.writeString(file, "{\"op\":\"upsert\",\"kind\":\"TICK", StandardOpenOption.APPEND);

    try (var second = HaloSimulator.start(small().stateFile(file).build())) {
      second.control().changeTicket(10_004, Map.of("summary", "After"));
    }

    try (var third = HaloSimulator.start(small().stateFile(file).build())) {
      assertThat(summary(third, 10_003)).isEqualTo("Before");
      assertThat(summary(third, 10_004)).isEqualTo("After");
    }
  }

  @Test
  void a_state_file_without_its_first_line_is_begun_anew() throws IOException {
    var file = folder.resolve("state.jsonl");
    Files.writeString(file, "{\"seed\":2026");
    try (var first = HaloSimulator.start(small().stateFile(file).build())) {
      first.control().changeTicket(10_003, Map.of("summary", "Kept"));
    }

    try (var second = HaloSimulator.start(small().stateFile(file).build())) {
      assertThat(summary(second, 10_003)).isEqualTo("Kept");
    }
  }

  @Test
  void a_state_file_of_another_seed_is_refused() {
    var file = folder.resolve("state.jsonl");
    HaloSimulator.start(small().stateFile(file).build()).close();

    assertThatThrownBy(() -> HaloSimulator.start(small().seed(2).stateFile(file).build()))
        .hasMessageContaining("another seed or scale");
  }

  private static String summary(HaloSimulator simulator, int ticket) {
    return simulator.control().ticket(ticket).path("summary").asString();
  }

  private static SimulatorConfig.Builder small() {
    return SimulatorConfig.builder().scale(Scale.small()).rateLimit(RateLimit.unlimited());
  }
}

package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A run whose pace is the tenant's limit, not the machine's: eight calls in four seconds.
@Order(8)
class PredictionTest {
  private static final Map<String, String> LIMIT =
      Map.of("SUPERIT_HALO_RATE_LIMIT_CALLS", "8", "SUPERIT_HALO_RATE_LIMIT_WINDOW", "4s");

  @TempDir Path folder;
  private TestTenant tenant;
  private Service service;
  private GraphqlCaller manager;

  @BeforeEach
  void start() throws IOException {
    var limit = new RateLimit(8, Duration.ofSeconds(4));
    tenant = new TestTenant(folder, new Scale(5, 8, 30, 3_000, 0, 80), Quirks.defaults(), limit);
    service = Service.start(Settings.read(SettingsSource.of(tenant.config(), LIMIT)));
    manager = tenant.manager();
  }

  @AfterEach
  void stop() {
    manager.close();
    service.close();
    tenant.close();
  }

  @Test
  void a_run_ends_within_15_percent_of_what_it_predicted_at_its_start() {
    var connection = tenant.connect();
    tenant.startSync(connection, "TICKETS");

    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> run(connection).hasNonNull("predictedFinish"));
    var predicted = between(run(connection), "predictedFinish");
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> run(connection).path("state").asString().equals("COMPLETE"));
    var took = between(run(connection), "endedAt");

    assertThat(took).isGreaterThan(Duration.ofSeconds(10));
    var ratio = (double) predicted.toMillis() / took.toMillis();
    assertThat(ratio).as("%s predicted, %s taken", predicted, took).isBetween(0.85, 1.15);
    assertThat(run(connection).path("calls").asInt()).isBetween(32, 45);
  }

  private static Duration between(JsonNode run, String end) {
    return Duration.between(
        Instant.parse(run.path("startedAt").asString()), Instant.parse(run.path(end).asString()));
  }

  private JsonNode run(String connection) {
    var runs =
        manager.ask(
            """
            query($id: ID!) {
              mirrorStatus(connectionId: $id) {
                runs { resource state startedAt endedAt predictedFinish calls }
              }
            }
            """,
            Map.of("id", connection));
    for (var run : runs.at("/mirrorStatus/runs")) {
      if (run.path("resource").asString().equals("TICKETS")) {
        return run;
      }
    }
    return MissingNode.getInstance();
  }
}

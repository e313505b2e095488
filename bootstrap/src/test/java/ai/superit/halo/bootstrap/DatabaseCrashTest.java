package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Deliveries keep coming while PostgreSQL is killed and started again on the same files: whatever
/// was answered with 2xx is in the inbox once and ends up in the mirror, everything else was told
/// when to come back, and no failure shows more than a line in the log. `-Ddatabase.kills=20` kills
/// it more often.
class DatabaseCrashTest {
  private static final int KILLS = Integer.getInteger("database.kills", 2);
  private static final int BETWEEN_KILLS = 400;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void nothing_acknowledged_is_lost_when_the_database_is_killed() throws Exception {
    try (var tenant = new TestTenant(folder)) {
      var service = tenant.serve();
      tenant.connectAndSync();
      try (var load = new DeliveryLoad(tenant, List.of(tenant.base()), tenant.tickets(50))) {
        for (int kill = 1; kill <= KILLS; kill++) {
          load.post(BETWEEN_KILLS);
          load.awaitTaken(load.posted() - BETWEEN_KILLS / 2);
          var refused = load.answers().getOrDefault("503 in 5", 0);
          tenant.killDatabase();
          load.post(1);
          await()
              .atMost(Duration.ofMinutes(1))
              .until(() -> load.answers().getOrDefault("503 in 5", 0) > refused);
          tenant.startDatabase();
          load.awaitTaken(load.posted());
          load.letLeasesEnd();
        }
        load.post(BETWEEN_KILLS);

        load.assertAppliedOnce();
        assertThat(load.answers()).containsOnlyKeys("202", "503 in 5");
      }
      assertThat(service.printed()).contains("\"failure\":\"").doesNotContain(ServiceProcess.TRACE);
    }
  }
}

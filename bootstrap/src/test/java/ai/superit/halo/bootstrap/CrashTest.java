package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Deliveries keep coming while the service is killed and started again: whatever was answered with
/// 2xx is in the inbox once and ends up in the mirror.
@Order(3)
class CrashTest {
  private static final int DELIVERIES = 2_000;
  private static final int KILLS = 4;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void nothing_acknowledged_is_lost_when_the_service_is_killed() throws Exception {
    try (var tenant = new TestTenant(folder)) {
      var service = tenant.serve();
      tenant.connectAndSync();
      try (var load = new DeliveryLoad(tenant, List.of(tenant.base()), tenant.tickets(50))) {
        load.post(DELIVERIES);
        for (int kill = 1; kill <= KILLS; kill++) {
          load.awaitTaken(kill * DELIVERIES / (KILLS + 1));
          service.kill();
          service = tenant.serve();
        }
        load.assertAppliedOnce();
      }
      assertThat(service.terminate()).isIn(0, 143);
    }
  }
}

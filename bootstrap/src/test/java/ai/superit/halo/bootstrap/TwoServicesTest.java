package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two services on one store share the work. One of them is killed while it works on deliveries,
/// and the other one goes on with them: nothing is lost, and nothing happens twice.
class TwoServicesTest {
  private static final int DELIVERIES = 400;

  /// What a service works on of one client it has taken on at once, and it keeps it as one.
  private static final String AT_WORK =
      "select count(distinct due_at) from halo.delivery_task where held";

  private static final String TAKEN_OVER =
      "select count(*) from halo.delivery_task where attempt > 1";
  private static final String OF_ONE_CLIENT =
      """
      select ticket_id from halo.ticket
      where client_id = (select min(client_id) from halo.ticket where not closed)
      order by ticket_id
      """;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void one_goes_on_with_what_the_other_had_taken_on_when_it_was_killed() throws Exception {
    var port = TestPorts.next();
    var other = URI.create("http://127.0.0.1:" + port);
    try (var tenant = new TestTenant(folder);
        var _ = Service.start(Settings.read(SettingsSource.of(tenant.config(), Map.of())))) {
      tenant.connectAndSync();
      var log = folder.resolve("service.log");
      try (var killed = ServiceProcess.serve(log, tenant.configOn(port), other)) {
        var tickets = tenant.numbers(OF_ONE_CLIENT);
        try (var load = new DeliveryLoad(tenant, List.of(tenant.base(), other), tickets)) {
          load.post(DELIVERIES);
          load.assertAppliedOnce();

          try (var database = tenant.store().another()) {
            database.setAutoCommit(false);
            database.createStatement().execute("lock table halo.ticket in share mode");
            load.post(DELIVERIES);
            await().atMost(Duration.ofSeconds(25)).until(() -> load.count(AT_WORK) == 2);
            killed.kill();
          }
          load.awaitTaken(load.posted());
          load.letLeasesEnd();

          load.assertAppliedOnce();
          assertThat(load.count(TAKEN_OVER)).isBetween(1L, (long) DELIVERIES);
        }
      }
    }
  }
}

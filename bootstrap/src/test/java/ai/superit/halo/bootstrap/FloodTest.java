package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Many deliveries about one client, and a few about another one, over HTTP and through the
/// workers.
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class FloodTest {
  private static final int DELIVERIES = 1_500;

  /// Three batches of a worker.
  private static final int AT_MOST_BEFORE = 600;

  private static final String OF_CLIENT =
      """
      select ticket_id from halo.ticket
      where client_id = (select %s(client_id) from halo.ticket) order by ticket_id limit 20
      """;

  private static final String OPEN =
      """
      select (select count(*) from halo.delivery_task where state = 'OPEN')
        + (select count(*) from halo.delivery_arrival)
      """;

  @TempDir private Path folder;
  private TestTenant tenant;
  private Service service;
  private String connection;
  private DeliveryLoad flood;
  private DeliveryLoad others;
  private String ofOthers;

  @BeforeEach
  void start() throws Exception {
    tenant = new TestTenant(folder);
    service = Service.start(Settings.read(SettingsSource.of(tenant.config(), Map.of())));
    connection = tenant.connectAndSync();
    var quiet = tenant.numbers(OF_CLIENT.formatted("max"));
    flood =
        new DeliveryLoad(
            tenant, List.of(tenant.base()), tenant.numbers(OF_CLIENT.formatted("min")));
    others = new DeliveryLoad(tenant, List.of(tenant.base()), quiet);
    ofOthers =
        quiet.stream()
            .map(ticket -> "'TICKET:" + ticket + "'")
            .collect(Collectors.joining(", ", "objects && array[", "]"));
  }

  @AfterEach
  void stop() {
    others.close();
    flood.close();
    service.close();
    tenant.close();
  }

  @Test
  void what_comes_behind_a_flood_about_another_client_does_not_wait_for_its_end() throws Exception {
    change("pauseSync");
    flood.post(DELIVERIES);
    flood.awaitTaken(DELIVERIES);
    others.post(1);
    others.awaitTaken(1);

    change("resumeSync");

    awaitAll();
    assertThat(
            count(
                """
                select count(*) from halo.delivery_task
                where finished_at < (select finished_at from halo.delivery_task where %s)
                """
                    .formatted(ofOthers)))
        .isLessThan(AT_MOST_BEFORE);
  }

  /// Takes minutes, and needs a machine with nothing else to do: `-Dflood.deliveries=100000`.
  @Test
  @EnabledIfSystemProperty(named = "flood.deliveries", matches = "[0-9]+")
  void a_flood_does_not_delay_another_client_by_more_than_a_second() throws Exception {
    var deliveries = Integer.getInteger("flood.deliveries");
    flood.post(deliveries);
    for (var other = 1; other <= 100; other++) {
      flood.awaitTaken(deliveries / 101 * other);
      others.post(1);
    }

    awaitAll();
    var late = millis("percentile_cont(0.99) within group (order by %s)", ofOthers);
    System.out.printf(
        "flood of %d: others at the median %d ms, p99 %d ms, at most %d ms; the flood at most %d ms%n",
        deliveries,
        millis("percentile_cont(0.5) within group (order by %s)", ofOthers),
        late,
        millis("max(%s)", ofOthers),
        millis("max(%s)", "not " + ofOthers));
    assertThat(late).isLessThan(1_000);
  }

  private void awaitAll() {
    flood.awaitTaken(flood.posted());
    others.awaitTaken(others.posted());
    await().atMost(Duration.ofMinutes(10)).until(() -> count(OPEN) == 0);
  }

  /// From being received to being applied.
  private long millis(String aggregate, String which) throws SQLException {
    var took = "extract(epoch from finished_at - received_at) * 1000";
    return count(
        "select (%s)::int8 from halo.delivery_task where %s"
            .formatted(aggregate.formatted(took), which));
  }

  private long count(String sql) throws SQLException {
    return flood.count(sql);
  }

  private void change(String mutation) {
    try (var manager = tenant.manager()) {
      manager.ask(
          "mutation($id: ID!) { %s(connectionId: $id) { userErrors { message } } }"
              .formatted(mutation),
          Map.of("id", connection));
    }
  }
}

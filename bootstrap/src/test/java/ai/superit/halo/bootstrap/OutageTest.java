package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.bootstrap.AlertReceiver.Message;
import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.TenantControl;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The whole service while something fails: Halo, its workers, its credentials, or it itself.
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(6)
class OutageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String WAITING =
      """
      select (select count(*) from halo.delivery_task where state = 'OPEN')
        + (select coalesce(sum(last_id - first_id + 1), 0)::int8 from halo.delivery_arrival)
      """;
  private static final String APPLIED =
      "select count(*) from halo.delivery_task where state = 'APPLIED'";

  @TempDir private static Path folder;
  private static TestTenant tenant;
  private static HaloAdministrator administrator;
  private static AlertReceiver people;
  private static Service service;
  private static GraphqlCaller manager;
  private static String connection;
  private static String secret;

  @BeforeAll
  static void starts_the_service() throws IOException {
    tenant =
        new TestTenant(
            folder,
            Scale.small(),
            Quirks.defaults(),
            RateLimit.unlimited(),
            List.of(Duration.ofMillis(20), Duration.ofMillis(20)));
    administrator = new HaloAdministrator(tenant);
    people = new AlertReceiver();
    service = started();
    connection = tenant.connectAndSync();
    manager = tenant.manager();
    secret = addChannel("On call").path("secret").asString();
  }

  private static JsonNode addChannel(String name) {
    var url = "http://" + people.host() + "/alerts";
    return manager
        .ask(
            """
            mutation($id: ID!, $channel: AlertChannelInput!) {
              addAlertChannel(connectionId: $id, channel: $channel) {
                channel { id } secret userErrors { field message }
              }
            }
            """,
            Map.of(
                "id",
                connection,
                "channel",
                Map.of("name", name, "kind", "OUTGOING_WEBHOOK", "url", url)))
        .path("addAlertChannel");
  }

  private static Service started() {
    var often =
        Map.of(
            "SUPERIT_SYNC_POLL", "5s",
            "SUPERIT_WEBHOOKS_CHECK", "5s",
            "SUPERIT_ALERTS_EVALUATE", "1s",
            "SUPERIT_ALERTS_ALLOWED_HOSTS", people.host());
    return Service.start(Settings.read(SettingsSource.of(tenant.config(), often)));
  }

  @AfterAll
  static void ends_the_service() {
    manager.close();
    service.close();
    people.close();
    administrator.close();
    tenant.close();
  }

  /// Before the one that has credentials refused, which are not tried again for a minute.
  @Order(1)
  @Test
  void deliveries_are_taken_while_the_tenant_is_dead_and_applied_soon_after_it_is_back()
      throws Exception {
    awaitNothingWaiting();
    control().addFault(Fault.always(Fault.Effect.CUT).onPath("/api/*"));
    control().resetStatistics();
    var ticket = createTicket();

    assertThat(control().awaitDeliveries(PATIENCE)).isTrue();
    var sent = control().statistics().deliveriesSent();
    assertThat(sent).isPositive();
    assertThat(control().statistics().deliveriesFailed()).isZero();
    assertThat(count(WAITING)).isEqualTo(sent);
    // as after hours
    await()
        .atMost(PATIENCE)
        .until(() -> count("select count(*) from halo.delivery_task where attempt > 3") > 0);
    execute(
        """
        update halo.delivery_task set due_at = now() + interval '1 hour'
        where state = 'OPEN' and not held
        """);

    control().clearFaults();
    await().atMost(PATIENCE).until(() -> count(WAITING) == 0 && isMirrored(ticket));
  }

  @Test
  void deliveries_are_taken_while_all_workers_fail_and_applied_when_they_can() throws Exception {
    awaitNothingWaiting();
    var before = count(APPLIED);
    execute(
        """
        create function halo.fail() returns trigger language plpgsql as
          $$ begin raise exception 'no work today'; end $$;
        create trigger fail before insert or update on halo.delivery_task
          execute function halo.fail()
        """);
    control().resetStatistics();
    control().changeTicket(anyTicket(), Map.of("summary", "Told to workers that fail"));

    assertThat(control().awaitDeliveries(PATIENCE)).isTrue();
    var sent = control().statistics().deliveriesSent();
    assertThat(sent).isPositive();
    assertThat(control().statistics().deliveriesFailed()).isZero();
    assertThat(count(WAITING)).isEqualTo(sent);

    execute("drop function halo.fail() cascade");
    awaitNothingWaiting();
    assertThat(count(APPLIED)).isEqualTo(before + sent);
  }

  @Test
  void an_alert_is_told_once_when_it_opens_and_once_when_it_is_over() {
    var application = tenant.tenant();
    control().removeApplication(application.clientId());
    control().revokeTokens();
    testConnection();
    await().atMost(PATIENCE).until(() -> !people.received("NEEDS_AUTHORIZATION").isEmpty());

    control().putApplication(application.clientId(), application.clientSecret());
    testConnection();
    await().atMost(PATIENCE).until(() -> people.received("NEEDS_AUTHORIZATION").size() > 1);

    await().during(Duration.ofSeconds(2)).until(() -> true);
    var told = people.received("NEEDS_AUTHORIZATION");
    assertThat(told).extracting(Message::type).containsExactly("alert.opened", "alert.resolved");
    assertThat(told).allMatch(message -> message.isSignedWith(secret));
    assertThat(told).extracting(Message::id).doesNotHaveDuplicates();
    assertThat(told)
        .extracting(message -> message.json().at("/data/alertId").asString())
        .containsOnly(told.getFirst().json().at("/data/alertId").asString());
    assertThat(told)
        .extracting(message -> message.json().at("/data/connectionId").asString())
        .containsOnly(connection);
    assertThat(told)
        .extracting(message -> Instant.ofEpochSecond(Long.parseLong(message.timestamp())))
        .allMatch(at -> at.isAfter(Instant.now().minus(PATIENCE.multipliedBy(2))));
  }

  /// As `docs/notifications.md` says: another channel to the same address, then the first one goes.
  @Test
  void a_secret_is_replaced_by_a_second_channel_and_both_count_meanwhile() {
    var first = addChannel("Before");
    var second = addChannel("After");
    assertThat(List.of(first, second)).allMatch(OutageTest::test);
    ask("removeAlertChannel", first, "channelId");

    assertThat(test(second)).isTrue();
    ask("removeAlertChannel", second, "channelId");

    var told = people.received("TEST");
    assertThat(told).extracting(Message::type).containsOnly("alert.test").hasSize(3);
    assertThat(told)
        .extracting(message -> message.isSignedWith(first.path("secret").asString()))
        .containsExactly(true, false, false);
    assertThat(told)
        .extracting(message -> message.isSignedWith(second.path("secret").asString()))
        .containsExactly(false, true, true);
  }

  private static boolean test(JsonNode channel) {
    return ask("testAlertChannel", channel, "delivered").path("delivered").asBoolean();
  }

  private static JsonNode ask(String mutation, JsonNode channel, String wanted) {
    return manager
        .ask(
            """
            mutation($id: ID!, $channel: ID!) {
              done: %s(connectionId: $id, channelId: $channel) { %s userErrors { message } }
            }
            """
                .formatted(mutation, wanted),
            Map.of("id", connection, "channel", channel.at("/channel/id").asString()))
        .path("done");
  }

  @Test
  void a_webhook_that_halo_switched_off_is_told_switched_on_again_and_caught_up_with()
      throws Exception {
    var webhook = administrator.webhook();
    administrator.edit(webhook, "\"auto_disable_attempts\":3");
    service.close();
    var lost = createTicket();
    await().atMost(PATIENCE).until(() -> !administrator.webhook().path("active").asBoolean());
    var neverSent = createTicket();
    assertThat(control().awaitDeliveries(PATIENCE)).isTrue();

    service = started();

    await().atMost(PATIENCE).until(() -> administrator.webhook().path("active").asBoolean());
    await().atMost(PATIENCE).until(() -> !people.received("WEBHOOK_DISABLED").isEmpty());
    await().atMost(PATIENCE).until(() -> isMirrored(lost) && isMirrored(neverSent));
    var told = people.received("WEBHOOK_DISABLED").getFirst();
    assertThat(told.isSignedWith(secret)).isTrue();
    assertThat(told.json().at("/data/summary").asString())
        .contains("HaloPSA switched the webhook off because its deliveries failed");
    assertThat(administrator.webhook().path("id")).isEqualTo(webhook.path("id"));
    var before = count(APPLIED);
    control().changeTicket(lost, Map.of("summary", "Delivered again"));
    await().atMost(PATIENCE).until(() -> count(APPLIED) > before);
  }

  /// The last one, because it leaves the budget closed.
  @Order(Integer.MAX_VALUE)
  @Test
  void while_the_budget_is_closed_it_stops_as_soon_as_ever_and_blames_no_worker() throws Exception {
    awaitNothingWaiting();
    control().rateLimit(new RateLimit(1, Duration.ofMinutes(5)));
    createTicket();
    await().atMost(PATIENCE).until(OutageTest::isBudgetClosed);
    var start = System.nanoTime();

    service.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
  }

  private static boolean isBudgetClosed() {
    return !manager
        .ask(
            "query($id: ID!) { mirrorStatus(connectionId: $id) { rateBudget { blockedUntil } } }",
            Map.of("id", connection))
        .path("mirrorStatus")
        .path("rateBudget")
        .path("blockedUntil")
        .isNull();
  }

  private static TenantControl control() {
    return tenant.simulator().control();
  }

  private static int createTicket() {
    return control()
        .createTicket(
            Map.of("summary", "Made", "client_id", 12, "site_id", 18, "tickettype_id", 1));
  }

  private static int anyTicket() {
    return tenant.tickets(1).getFirst();
  }

  private static boolean isMirrored(int ticket) {
    return !manager
        .ask(
            """
            query($id: ID!, $number: Int!) {
              ticketByNumber(connectionId: $id, number: $number) { summary }
            }
            """,
            Map.of("id", connection, "number", ticket))
        .path("ticketByNumber")
        .isNull();
  }

  private static void testConnection() {
    manager.ask(
        "mutation($id: ID!) { testHaloConnection(connectionId: $id) { passed } }",
        Map.of("id", connection));
  }

  private static void awaitNothingWaiting() throws Exception {
    assertThat(control().awaitDeliveries(PATIENCE)).isTrue();
    await().atMost(PATIENCE).until(() -> count(WAITING) == 0);
  }

  private static long count(String sql) throws SQLException {
    return tenant.numbers(sql).getFirst();
  }

  private static void execute(String sql) throws SQLException {
    tenant.execute(sql);
  }
}

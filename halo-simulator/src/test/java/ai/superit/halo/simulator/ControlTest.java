package ai.superit.halo.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;

class ControlTest {
  private final SimulatorConfig config =
      SimulatorConfig.builder().scale(Scale.small()).rateLimit(RateLimit.unlimited()).build();
  private final HaloSimulator simulator = HaloSimulator.start(config);
  private final HaloCaller halo = new HaloCaller(simulator, config);

  @BeforeEach
  void signIn() {
    halo.signedIn("all");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void a_ticket_lives_through_its_states_over_http() {
    var id = id(halo.post("/control/tickets", "{\"summary\":\"By control\"}"));
    halo.post("/control/tickets/" + id, "{\"summary\":\"Changed\"}");
    halo.post("/control/tickets/" + id + "/notes", "{\"note\":\"Seen\",\"hiddenfromuser\":true}");
    halo.post("/control/tickets/" + id + "/close", "");

    var ticket = halo.json("/control/tickets/" + id);
    assertThat(ticket.path("summary").asString()).isEqualTo("Changed");
    assertThat(ticket.path("status_id").asInt()).isEqualTo(9);
    assertThat(ticket.path("actions"))
        .anyMatch(note -> note.path("note").asString().equals("Seen"));
    assertThat(halo.post("/control/tickets/" + id + "/reopen", "").statusCode()).isEqualTo(200);
    assertThat(halo.delete("/control/tickets/" + id).statusCode()).isEqualTo(200);
    assertThat(halo.json("/control/tickets/" + id).path("deleted").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/control/faults;{\"effect\":\"BANG\"};effect",
        "/control/faults;{\"effect\":\"CUT\",\"probability\":2};probability",
        "/control/rate-limit;{\"calls\":0};calls",
        "/control/live;{};rate",
        "/control/tickets/77;{\"summary\":\"x\"};id",
        "/control/tickets;{\"client_id\":\"x\"};fields",
        "/control/tickets;{;body",
        "/control/deliveries/stop;{};path"
      })
  void errors_name_the_field_and_what_to_do(String path, String body, String field) {
    var response = halo.post(path, body);

    assertThat(response.statusCode()).isBetween(400, 404);
    assertThat(Json.MAPPER.readTree(response.body()).path("field").asString()).isEqualTo(field);
    assertThat(Json.MAPPER.readTree(response.body()).path("error").asString()).isNotEmpty();
  }

  @Test
  void faults_strike_their_path_and_count() {
    simulator.control().addFault(Fault.status(503).onPath("/api/tickets*").times(2));

    assertThat(halo.get("/api/Client").statusCode()).isEqualTo(200);
    assertThat(halo.get("/api/Tickets").statusCode()).isEqualTo(503);
    assertThat(halo.get("/api/Tickets/10001").statusCode()).isEqualTo(503);
    assertThat(halo.get("/api/Tickets").statusCode()).isEqualTo(200);
  }

  @Test
  void faults_strike_one_page_of_a_list() {
    simulator.control().addFault(Fault.status(503).onPath("/api/tickets?*page_no=2&*"));

    var list = "/api/Tickets?pageinate=true&page_size=10&page_no=";
    assertThat(halo.get(list + "1").statusCode()).isEqualTo(200);
    assertThat(halo.get(list + "2").statusCode()).isEqualTo(503);
    assertThat(halo.get(list + "20").statusCode()).isEqualTo(200);
    assertThat(halo.get("/api/Tickets").statusCode()).isEqualTo(200);
  }

  @Test
  void lists_can_be_miscounted_and_rows_spoiled() {
    var right = halo.json("/api/Client").path("record_count").asInt();
    simulator.control().addFault(Fault.next(Fault.Effect.COUNT_TOO_HIGH, 1));
    assertThat(halo.json("/api/Client").path("record_count").asInt()).isGreaterThan(right);
    simulator.control().addFault(Fault.next(Fault.Effect.COUNT_TOO_LOW, 1));
    assertThat(halo.json("/api/Client").path("record_count").asInt()).isLessThan(right);
    simulator.control().addFault(Fault.next(Fault.Effect.ZERO_IDS, 1));
    assertThat(halo.json("/api/Client").at("/clients/0/id").asInt(-1)).isZero();
    simulator.control().addFault(Fault.next(Fault.Effect.UNREADABLE, 1));
    assertThat(halo.json("/api/Client/12").path("inactive").asString()).isEqualTo("perhaps");
  }

  @Test
  void answers_can_be_cut_malformed_empty_or_html() {
    halo.post("/control/faults", "{\"effect\":\"CUT\"}");
    assertThatThrownBy(() -> halo.get("/api/Tickets")).isInstanceOf(UncheckedIOException.class);
    simulator.control().clearFaults();

    simulator.control().addFault(Fault.next(Fault.Effect.MALFORMED, 1));
    assertThatThrownBy(() -> halo.json("/api/Tickets")).isInstanceOf(JacksonException.class);
    simulator.control().addFault(Fault.next(Fault.Effect.EMPTY, 1));
    assertThat(halo.get("/api/Tickets").body()).isEmpty();
    simulator.control().addFault(Fault.next(Fault.Effect.HTML, 1));
    assertThat(halo.get("/api/Tickets").body()).startsWith("<html>");
  }

  @Test
  void lists_can_be_without_rows_and_hosts_redirect_or_live_in_another_time() {
    simulator.control().addFault(Fault.next(Fault.Effect.NO_ROWS, 1));
    assertThat(halo.json("/api/Agent").path("record_count").asInt()).isZero();
    simulator.control().addFault(Fault.next(Fault.Effect.REDIRECT, 1));
    assertThat(halo.get("/api/Agent").statusCode()).isEqualTo(302);
    simulator
        .control()
        .addFault(Fault.next(Fault.Effect.CLOCK_AHEAD, 1).after(Duration.ofHours(1)));
    var date = halo.get("/api/Agent").headers().firstValue("Date").orElseThrow();

    assertThat(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
        .isAfter(Instant.now().plus(Duration.ofMinutes(50)));
  }

  @Test
  void hidden_clients_are_neither_listed_nor_found() {
    halo.post("/control/hidden-clients", "{\"ids\":[12]}");

    assertThat(halo.json("/api/Client").path("record_count").asInt()).isEqualTo(4);
    assertThat(halo.get("/api/Client/12").statusCode()).isEqualTo(404);
    assertThat(halo.get("/api/Client/13").statusCode()).isEqualTo(200);
  }

  @Test
  void answers_can_be_late() {
    simulator.control().addFault(Fault.next(Fault.Effect.DELAY, 1).after(Duration.ofMillis(150)));
    var start = System.nanoTime();

    assertThat(halo.get("/api/Status").statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(140));
  }

  @Test
  void beyond_the_rate_limit_calls_get_429_with_the_known_sentence() {
    halo.post("/control/rate-limit", "{\"calls\":2,\"windowSeconds\":300}");
    halo.get("/api/Status");
    halo.get("/api/Status");
    var refused = halo.get("/api/Status");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body())
        .contains("Rate Limit Reached - 2 Requests per rolling 5 minute window");
    assertThat(simulator.control().statistics().throttled()).isEqualTo(1);
    halo.post("/control/rate-limit", "{\"unlimited\":true}");
    assertThat(halo.get("/api/Status").statusCode()).isEqualTo(200);
  }

  @Test
  void statistics_count_calls_by_path() {
    halo.get("/api/Tickets/10001");
    halo.get("/api/tickets/10002");

    assertThat(halo.json("/control/statistics").path("calls").path("GET /api/tickets/{id}").asInt())
        .isEqualTo(2);
  }

  @Test
  void a_living_tenant_changes_by_itself() {
    var before = simulator.control().rowCounts();
    halo.post("/control/live", "{\"rate\":500}");

    await()
        .untilAsserted(() ->
            assertThat(simulator.control().rowCounts().tickets())
                .isGreaterThan(before.tickets() + 3));
    await()
        .untilAsserted(() ->
            assertThat(simulator.control().rowCounts().actions())
                .isGreaterThan(before.actions() + 20));
    assertThat(halo.delete("/control/live").statusCode()).isEqualTo(200);
  }

  @Test
  void other_rows_change_too() {
    var site = simulator.control().create(Kind.SITE, Map.of("name", "Annex", "client_id", 12));
    halo.post("/control/assets/3001", "{\"notes\":\"moved\"}");

    assertThat(halo.json("/api/Site/" + site).path("name").asString()).isEqualTo("Annex");
    assertThat(halo.json("/api/Asset/3001").path("notes").asString()).isEqualTo("moved");
  }

  private static int id(HttpResponse<String> response) {
    return Json.MAPPER.readTree(response.body()).path("id").asInt();
  }
}

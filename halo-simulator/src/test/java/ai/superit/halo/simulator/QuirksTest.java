package ai.superit.halo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

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
    var reading = new Quirks.Reading(true, true, true, Duration.ofDays(7), true, false, false);
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
    var reading = new Quirks.Reading(false, false, false, Duration.ZERO, true, true, false);
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
        Quirks.defaults().with(Quirks.defaults().tokens().revoking()),
        halo -> {
          halo.token("", halo.form("all"));
          assertThat(halo.get("/api/Status").statusCode()).isEqualTo(401);
        });
  }

  @Test
  void refusals_of_tokens_can_have_another_status() {
    var grant = "&grant_type=refresh_token&refresh_token=spent";
    for (var quirks :
        Map.of(
                400,
                Quirks.defaults(),
                403,
                Quirks.defaults().with(Quirks.defaults().tokens().refusing(403, 403)))
            .entrySet()) {
      with(
          quirks.getValue(),
          halo -> {
            assertThat(halo.token("", halo.form("no:such")).statusCode())
                .isEqualTo(quirks.getKey());
            var refresh = halo.form("all").replaceFirst("grant_type=[^&]*", "x=y") + grant;
            assertThat(halo.token("", refresh).statusCode()).isEqualTo(quirks.getKey());
          });
    }
  }

  @Test
  void there_can_be_further_scopes_and_fields_of_authinfo() {
    var tokens = Quirks.defaults().tokens().knowing(Set.of("read:teams")).telling(Map.of("a", "b"));
    with(
        Quirks.defaults(),
        halo -> {
          assertThat(halo.token("", halo.form("read:teams")).statusCode()).isEqualTo(400);
          assertThat(halo.json("/api/authinfo")).hasSize(2);
        });
    with(
        Quirks.defaults().with(tokens),
        halo -> {
          assertThat(halo.token("", halo.form("read:teams")).statusCode()).isEqualTo(200);
          assertThat(halo.json("/api/authinfo").path("a").asString()).isEqualTo("b");
        });
  }

  @Test
  void event_numbers_and_keys_of_payloads_can_be_changed() throws Exception {
    var deliveries =
        Quirks.defaults()
            .deliveries()
            .with(Map.of(Event.ACTION_ADDED, 5, Event.CLIENT_UPDATED, 6))
            .with(new Quirks.Keys(Map.of(Kind.CLIENT, "area"), "actions"))
            .inSecondDialect();
    var bodies = new LinkedBlockingQueue<JsonNode>();
    var receiver = receiver(bodies);
    with(
        Quirks.defaults().with(deliveries),
        halo -> {
          var url = "http://127.0.0.1:" + receiver.port();
          halo.post("/api/Webhook", "{\"url\":\"%s\",\"events\":[5,6]}".formatted(url));
          halo.post("/api/Actions", "[{\"ticket_id\":10001,\"outcome\":\"Note\",\"note\":\"x\"}]");
          var body = Objects.requireNonNull(next(bodies));
          assertThat(body.path("event").asString()).isEqualTo("action added");
          assertThat(body.path("actions").path("note").asString()).isEqualTo("x");
          assertThat(body.path("ticket").has("lastupdate")).isTrue();
          halo.post("/api/Client", "[{\"id\":12,\"name\":\"Renamed\"}]");
          var client = Objects.requireNonNull(next(bodies));
          assertThat(client.path("area").path("name").asString()).isEqualTo("Renamed");
          assertThat(client.has("client")).isFalse();
        });
    receiver.stop();
  }

  @ParameterizedTest
  @EnumSource
  void a_batch_can_have_another_form(Quirks.Batch form) {
    var bodies = new LinkedBlockingQueue<String>();
    var receiver = receiver(bodies, text -> text);
    var url = "http://127.0.0.1:" + receiver.port();
    with(
        Quirks.defaults().with(Quirks.defaults().sending().with(form)),
        halo -> {
          halo.post(
              "/api/Webhook",
              "{\"url\":\"%s\",\"events\":[61],\"batch_method\":1,\"batch_limit\":2,\"batch_delay_seconds\":60}"
                  .formatted(url));
          halo.post(
              "/api/Tickets",
              "[{\"id\":10001,\"summary\":\"x\"},{\"id\":10002,\"summary\":\"y\"}]");

          assertThat(items(form, Objects.requireNonNull(next(bodies))))
              .extracting(item -> item.path("object_id").asInt())
              .containsExactly(10_001, 10_002);
        });
    receiver.stop();
  }

  private static List<JsonNode> items(Quirks.Batch form, String body) {
    return switch (form) {
      case LIST -> List.copyOf(Json.MAPPER.readTree(body).asArray().elements());
      case OBJECT -> {
        var root = Json.MAPPER.readTree(body);
        assertThat(root.path("id").asString()).hasSize(36);
        yield List.copyOf(root.path("events").asArray().elements());
      }
      case LINES -> body.lines().map(Json.MAPPER::readTree).toList();
    };
  }

  @ParameterizedTest
  @CsvSource({
    "LAST_UNLESS_ALL_ASKED, false, true",
    "LAST, false, false",
    "ALL, true, true",
  })
  void several_elements_can_be_answered_in_another_way(
      Quirks.Several.Answer answer, boolean isArray, boolean isArrayIfAsked) {
    var clients = "[{\"name\":\"A\"},{\"name\":\"B\"}]";
    var hooks = "[{\"url\":\"https://a.example\"},{\"url\":\"https://b.example\"}]";
    var notes =
        "[{\"ticket_id\":10001,\"outcome\":\"Note\"},{\"ticket_id\":10002,\"outcome\":\"Note\"}]";
    with(
        Quirks.defaults().with(new Quirks.Several(answer, false)),
        halo -> {
          assertThat(posted(halo, "Client", clients).isArray()).isEqualTo(isArray);
          assertThat(posted(halo, "Client?returnall=true", clients).isArray())
              .isEqualTo(isArrayIfAsked);
          assertThat(posted(halo, "Webhook", hooks).isArray()).isEqualTo(isArray);
          assertThat(posted(halo, "Client", "[{\"name\":\"C\"}]").isObject()).isTrue();
          assertThat(posted(halo, "Actions", notes).path("ticket_id").asInt()).isEqualTo(10_002);
          assertThat(posted(halo, "Actions?returnall=true", notes)).hasSize(2);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void of_several_elements_none_is_taken_if_one_is_wrong_where_the_quirk_says_so(boolean none) {
    var several = new Quirks.Several(Quirks.Several.Answer.LAST, none);
    var clients = "[{\"id\":12,\"name\":\"Renamed\"},{\"name\":\"New\"},{\"name\":\"\"}]";
    with(
        Quirks.defaults().with(several),
        halo -> {
          var before = halo.json("/api/Client").path("record_count").asInt();

          assertThat(halo.post("/api/Client", clients).statusCode()).isEqualTo(400);

          assertThat(halo.json("/api/Client").path("record_count").asInt())
              .isEqualTo(none ? before : before + 1);
          assertThat(halo.json("/api/Client/12").path("name").asString().equals("Renamed"))
              .isEqualTo(!none);
          assertThat(
                  posted(halo, "Client", "[{\"name\":\"A\"},{\"name\":\"B\"}]")
                      .path("name")
                      .asString())
              .isEqualTo("B");
        });
  }

  private static JsonNode posted(HaloCaller halo, String path, String body) {
    return Json.MAPPER.readTree(halo.post("/api/" + path, body).body());
  }

  @Test
  void types_of_statuses_can_mean_something_else() {
    assertThat(statusTypes(Quirks.defaults())).containsExactly(0, 0, 0, 1, 1, 1, 2);

    var types = Quirks.defaults().codes().with(new Quirks.StatusTypes(4, 5, 6));
    assertThat(statusTypes(Quirks.defaults().with(types))).containsExactly(4, 4, 4, 5, 5, 5, 6);
  }

  private static List<Integer> statusTypes(Quirks quirks) {
    var types = new ArrayList<Integer>();
    with(
        quirks,
        halo -> {
          halo.json("/api/Status").forEach(status -> types.add(status.path("type").asInt()));
          assertThat(halo.json("/api/Status?excludeclosed=true&excludepending=true")).hasSize(3);
        });
    return types;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Client", "Site", "Users"})
  void only_a_quirk_stamps_clients_sites_and_users(String resource) {
    var path = "/api/" + resource + "?count=1";
    with(Quirks.defaults(), halo -> assertThat(row(halo, path).has("last_update")).isFalse());

    var reading = new Quirks.Reading(true, true, true, Duration.ZERO, true, false, true);
    with(
        Quirks.defaults().with(reading),
        halo -> assertThat(row(halo, path).has("last_update")).isTrue());
  }

  @Test
  void changes_can_share_a_stamp() {
    var grain = new Quirks.Writing(true, false, false, true, Duration.ofDays(1));
    with(Quirks.defaults().with(grain), halo -> assertThat(stamps(halo)).hasSize(1));
    with(Quirks.defaults(), halo -> assertThat(stamps(halo)).hasSize(5));
  }

  @Test
  void a_ticket_that_is_created_while_another_is_can_fail() {
    var fragile = new Quirks.Writing(true, true, false, true, Duration.ZERO);
    var broken = createdMeanwhile(Quirks.defaults().with(fragile), Duration.ofSeconds(5));
    var sound = createdMeanwhile(Quirks.defaults(), Duration.ofMillis(50));

    assertThat(broken).failsWithin(Duration.ofSeconds(5)).withThrowableThat().havingCause();
    assertThat(sound).succeedsWithin(Duration.ofSeconds(5));
  }

  /// Creates a ticket, and another one before the first is done, if that can be.
  private static CompletableFuture<Row> createdMeanwhile(Quirks quirks, Duration patience) {
    var tenant = new Tenant(1, Scale.small(), 0, quirks);
    var second = new CompletableFuture<Row>();
    var body = Json.MAPPER.createObjectNode().put("summary", "x").put("site_id", 18);
    tenant.announceTo(_ -> {
      tenant.announceTo(_ -> {});
      second.completeAsync(() -> tenant.apply(Change.upsert(Kind.TICKET, 2, 1, body)));
      second
          .copy()
          .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(_ -> null)
          .join();
    });
    tenant.apply(Change.upsert(Kind.TICKET, 1, 1, body));
    return second;
  }

  private static Set<String> stamps(HaloCaller halo) {
    var stamps = new HashSet<String>();
    for (int id = 10_001; id <= 10_005; id++) {
      halo.post("/api/Tickets", "[{\"id\":%d,\"summary\":\"x\"}]".formatted(id));
      stamps.add(halo.json("/api/Tickets/" + id).path("last_update").asString());
    }
    return stamps;
  }

  private static JsonNode row(HaloCaller halo, String path) {
    return halo.json(path).values().stream()
        .filter(JsonNode::isArray)
        .findFirst()
        .orElseThrow()
        .get(0);
  }

  private static <T> @Nullable T next(BlockingQueue<T> bodies) {
    try {
      return bodies.poll(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static WebServer receiver(Queue<JsonNode> bodies) {
    return receiver(bodies, Json.MAPPER::readTree);
  }

  private static <T> WebServer receiver(Queue<T> bodies, Function<String, T> reading) {
    return WebServer.builder()
        .shutdownHook(false)
        .routing((HttpRouting.Builder routing) ->
            routing.post(
                "/",
                (request, response) -> {
                  bodies.add(reading.apply(request.content().as(String.class)));
                  response.send();
                }))
        .build()
        .start();
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

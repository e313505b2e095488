package ai.superit.halo.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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

  @Test
  void events_can_have_other_texts() {
    var named =
        Quirks.defaults().deliveries().naming(Map.of(Event.TICKET_LOGGED, "Ticket created"));
    assertThat(textOfNewTicket(Quirks.defaults())).isEqualTo("new ticket logged");
    assertThat(textOfNewTicket(Quirks.defaults().with(named))).isEqualTo("Ticket created");
  }

  private static String textOfNewTicket(Quirks quirks) {
    var bodies = new LinkedBlockingQueue<JsonNode>();
    var receiver = receiver(bodies);
    with(
        quirks,
        halo -> {
          var url = "http://127.0.0.1:" + receiver.port();
          halo.post("/api/Webhook", "{\"url\":\"%s\",\"events\":[3]}".formatted(url));
          halo.post("/api/Tickets", "[{\"summary\":\"x\",\"site_id\":18}]");
          await().until(() -> !bodies.isEmpty());
        });
    receiver.stop();
    return Objects.requireNonNull(bodies.peek()).path("event").asString();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, HmacSHA256, false",
    "1, 1, HmacSHA256, false",
    "4, 0, HmacSHA512, false",
    "0, 5, HmacSHA256, true",
    "4, 5, HmacSHA512, true"
  })
  void deliveries_can_be_signed_otherwise_and_bear_further_headers(
      int algorithm, int digest, String mac, boolean isHex) throws Exception {
    var received = new LinkedBlockingQueue<Map.Entry<ServerRequestHeaders, String>>();
    var receiver = receiverOfHeaders(received);
    var sending =
        Quirks.defaults()
            .sending()
            .with(new Quirks.Signatures(4, 5))
            .with(Map.of("User-Agent", "Halo", "X-Odd", "1"));
    with(
        Quirks.defaults().with(sending),
        halo -> {
          halo.post(
              "/api/Webhook",
              """
              {"url":"http://127.0.0.1:%d","events":[3],"authentication_type":3,"basic_password":"s",
               "authentication_header":"Token","algorithm":%d,"digest":%d}
              """
                  .formatted(receiver.port(), algorithm, digest));
          halo.post("/api/Tickets", "[{\"summary\":\"x\",\"site_id\":18}]");
          await().until(() -> !received.isEmpty());
        });

    receiver.stop();
    var delivery = Objects.requireNonNull(received.peek());
    var code = Mac.getInstance(mac);
    code.init(new SecretKeySpec(new byte[] {'s'}, mac));
    var signature = code.doFinal(delivery.getValue().getBytes(StandardCharsets.UTF_8));
    assertThat(header(delivery.getKey(), "Token"))
        .isEqualTo(
            isHex
                ? HexFormat.of().formatHex(signature)
                : Base64.getEncoder().encodeToString(signature));
    assertThat(header(delivery.getKey(), "X-Odd")).isEqualTo("1");
    assertThat(header(delivery.getKey(), "User-Agent")).isEqualTo("Halo");
  }

  private static String header(ServerRequestHeaders headers, String name) {
    return headers.first(HeaderNames.create(name)).orElse("");
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

  @Test
  void marks_of_tickets_can_mean_something_else() {
    var closed = "/api/Tickets?closed_only=true&count=1";
    with(
        Quirks.defaults(),
        halo -> {
          assertThat(row(halo, closed).path("inactive").asBoolean()).isFalse();
          assertThat(row(halo, closed).path("slaresponsestate").asString()).isIn("I", "O");
        });

    var codes =
        Quirks.defaults().codes().with(new Quirks.SlaStates("met", "missed")).markingClosed();
    with(
        Quirks.defaults().with(codes),
        halo -> {
          assertThat(row(halo, closed).path("inactive").asBoolean()).isTrue();
          assertThat(row(halo, closed).path("slaresponsestate").asString()).isIn("met", "missed");
          var whole = halo.json("/api/Tickets/10001");
          assertThat(whole.path("slastate").asString()).isIn("met", "missed");
        });
  }

  @ParameterizedTest
  @EnumSource
  void what_happens_to_a_ticket_can_leave_its_last_update(Quirks.Touch touch) {
    with(Quirks.defaults(), halo -> assertThat(isUpdatedBy(halo, touch)).isTrue());

    var writing = Quirks.defaults().writing().updatedBy(Set.of());
    with(
        Quirks.defaults().with(writing),
        halo -> {
          assertThat(isUpdatedBy(halo, touch)).isFalse();
          halo.post("/api/Tickets", "[{\"id\":10002,\"status_id\":2}]");
          var before = updated(halo, 10_002);
          halo.post(
              "/api/Tickets",
              "[{\"id\":10002,\"status_id\":9,\"parent_id\":10003,\"summary\":\"x\"}]");
          assertThat(updated(halo, 10_002)).isNotEqualTo(before);
        });
  }

  private static boolean isUpdatedBy(HaloCaller halo, Quirks.Touch touch) {
    halo.post("/api/Tickets", "[{\"id\":10001,\"status_id\":2}]");
    var before = updated(halo, 10_001);
    var path = touch == Quirks.Touch.NOTE ? "/api/Actions" : "/api/Tickets";
    var body =
        switch (touch) {
          case NOTE -> "[{\"ticket_id\":10001,\"outcome\":\"Note\"}]";
          case CLOSING -> "[{\"id\":10001,\"status_id\":9}]";
          case NEW_PARENT -> "[{\"id\":10001,\"parent_id\":10002}]";
        };
    assertThat(halo.post(path, body).statusCode()).isEqualTo(201);
    return !updated(halo, 10_001).equals(before);
  }

  private static String updated(HaloCaller halo, int ticket) {
    return halo.json("/api/Tickets/" + ticket).path("last_update").asString();
  }

  @Test
  void a_posted_status_need_not_leave_a_note() {
    assertThat(notesOfPostedStatus(Quirks.defaults())).isEqualTo(1);
    var silent = Quirks.defaults().writing().withoutStatusNotes();
    assertThat(notesOfPostedStatus(Quirks.defaults().with(silent))).isZero();
  }

  private static int notesOfPostedStatus(Quirks quirks) {
    var added = new AtomicInteger();
    with(
        quirks,
        halo -> {
          var id =
              posted(halo, "Tickets", "[{\"summary\":\"x\",\"site_id\":18}]").path("id").asInt();
          halo.post("/api/Tickets", "[{\"id\":%d,\"status_id\":4}]".formatted(id));
          added.set(halo.json("/api/Actions?ticket_id=" + id).path("record_count").asInt());
        });
    return added.get();
  }

  @ParameterizedTest
  @CsvSource({"NONE, 0, 0", "SITE, 1, 0", "SITE_AND_USER, 1, 1"})
  void a_client_that_names_none_gets_first_records(
      Quirks.FirstRecords first, int sites, int users) {
    with(
        Quirks.defaults().with(Quirks.defaults().writing().with(first)),
        halo -> {
          var id = posted(halo, "Client", "[{\"name\":\"New\"}]").path("id").asInt();
          assertThat(halo.json("/api/Site?client_id=" + id).path("sites")).hasSize(sites);
          assertThat(halo.json("/api/Users?client_id=" + id).path("users")).hasSize(users);
          var named = "[{\"name\":\"Other\",\"newclient_sitename\":\"Here\"}]";
          id = posted(halo, "Client", named).path("id").asInt();
          assertThat(row(halo, "/api/Site?client_id=" + id).path("name").asString())
              .isEqualTo("Here");
        });
  }

  @ParameterizedTest
  @CsvSource({"EITHER, 201, 201", "BASE64, 201, 400", "DATA_URL, 400, 201"})
  void files_can_have_to_be_posted_in_one_form(Quirks.FileForm form, int plain, int url) {
    var file = "[{\"ticket_id\":10001,\"filename\":\"a.txt\",\"data_base64\":\"%sSGk=\"}]";
    with(
        Quirks.defaults().with(Quirks.defaults().writing().with(form)),
        halo -> {
          assertThat(halo.post("/api/Attachment", file.formatted("")).statusCode())
              .isEqualTo(plain);
          var prefixed = file.formatted("data:text/plain;base64,");
          assertThat(halo.post("/api/Attachment", prefixed).statusCode()).isEqualTo(url);
        });
  }

  @Test
  void deletions_can_leave_inactive_records_or_need_no_ticket() {
    with(
        Quirks.defaults(),
        halo -> {
          halo.delete("/api/Asset/3001");
          assertThat(halo.get("/api/Asset/3001").statusCode()).isEqualTo(404);
          assertThat(halo.delete("/api/Actions/" + manyNotes(halo)).statusCode()).isEqualTo(404);
        });
    with(
        Quirks.defaults().with(new Quirks.Deletes(false, false, true, false)),
        halo -> {
          halo.delete("/api/Asset/3001");
          assertThat(halo.json("/api/Asset/3001").path("inactive").asBoolean()).isTrue();
          assertThat(halo.delete("/api/Actions/" + manyNotes(halo)).statusCode()).isEqualTo(200);
          assertThat(halo.delete("/api/Actions/1").statusCode()).isEqualTo(404);
          halo.delete("/api/Tickets/10001");
          assertThat(halo.get("/api/Tickets/10001").statusCode()).isEqualTo(404);
        });
  }

  /// The number of a note that no other ticket has.
  private static int manyNotes(HaloCaller halo) {
    var note = "{\"ticket_id\":10001,\"outcome\":\"Note\"}";
    var notes = "[" + String.join(",", Collections.nCopies(60, note)) + "]";
    return posted(halo, "Actions", notes).path("id").asInt();
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
    var grain = Quirks.defaults().writing().with(Duration.ofDays(1));
    with(Quirks.defaults().with(grain), halo -> assertThat(stamps(halo)).hasSize(1));
    with(Quirks.defaults(), halo -> assertThat(stamps(halo)).hasSize(5));
  }

  @Test
  void a_ticket_that_is_created_while_another_is_can_fail() {
    var fragile = Quirks.defaults().writing().breakingParallelCreates();
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
    return receiver((_, body) -> bodies.add(reading.apply(body)));
  }

  private static WebServer receiverOfHeaders(
      Queue<Map.Entry<ServerRequestHeaders, String>> received) {
    return receiver((headers, body) -> received.add(Map.entry(headers, body)));
  }

  private static WebServer receiver(BiConsumer<ServerRequestHeaders, String> taking) {
    return WebServer.builder()
        .shutdownHook(false)
        .routing((HttpRouting.Builder routing) ->
            routing.post(
                "/",
                (request, response) -> {
                  taking.accept(request.headers(), request.content().as(String.class));
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

package ai.superit.halo.graphql;

import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.domain.alert.Alert;
import ai.superit.halo.domain.alert.AlertKind;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Tally;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.domain.ticket.Ticket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Subscriptions over server-sent events, against a real server.
@Timeout(120)
@Order(1)
final class StreamTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ACME = new GlobalId.OfConnection(World.ACME).encoded();
  private static final String TICKETS =
      "subscription { ticketChanged(connectionId: \"%s\") { kind tickets { number summary } goneIds } }"
          .formatted(ACME);
  private static final String PROGRESS =
      "subscription { syncProgress(connectionId: \"%s\") { runs { resource state share calls } } }"
          .formatted(ACME);

  private static final String ALERTS =
      "subscription { alertChanged(connectionId: \"%s\") { alerts { kind state } } }"
          .formatted(ACME);

  private static final String CHANGE =
      "mutation { registerWebhook(connectionId: \"%s\") { address userErrors { message } } }"
          .formatted(ACME);

  private final World world = new World();
  private final CountDownLatch changing = new CountDownLatch(1);
  private final CountDownLatch mayChange = new CountDownLatch(1);
  private @TempDir Path folder;
  private TestApi api;

  @BeforeEach
  void start() throws IOException {
    api = started(GraphqlLimits.defaults());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void tells_a_ticket_that_has_changed_with_its_fields() throws IOException {
    try (var events = subscribe(agent(), TICKETS)) {
      assertThat(events.change().path("kind").asString()).isEqualTo("LISTENING");
      world.storeTickets(World.ACME, ours(901, "It smokes"));

      assertThat(events.change().at("/tickets/0/summary").asString()).isEqualTo("It smokes");
    }
  }

  @Test
  void tells_nobody_of_a_ticket_that_is_not_theirs() throws IOException {
    try (var events = subscribe(agent(), TICKETS)) {
      events.change();
      world.storeTickets(World.ACME, aTicket(902).of(2).build());
      world.storeTickets(World.ACME, ours(903, "Ours"));
      var change = events.change();

      assertThat(change.path("tickets")).hasSize(1);
      assertThat(change.at("/tickets/0/number").asInt()).isEqualTo(903);
    }
  }

  @Test
  void tells_that_a_ticket_which_was_asked_for_is_gone() throws IOException {
    world.storeTickets(World.ACME, ours(904, "Ours"));
    var id = new GlobalId.OfRecord(GlobalId.Kind.TICKET, World.ACME, 904).encoded();
    var query = TICKETS.replace("(conn", "(ticketIds: [\"" + id + "\"], conn");
    try (var events = subscribe(agent(), query)) {
      events.change();
      world.storeTickets(World.ACME, aTicket(904).of(2).changed(9).build());

      assertThat(events.change().at("/goneIds/0").asString()).isEqualTo(id);
    }
  }

  @Test
  void says_to_read_again_when_more_has_changed_than_can_be_told() throws IOException {
    try (var events = subscribe(agent(), TICKETS)) {
      events.change();
      world.storeTickets(
          World.ACME,
          LongStream.range(10_000, 11_500).mapToObj(n -> ours(n, "x")).toArray(Ticket[]::new));

      assertThat(events.change().path("kind").asString()).isEqualTo("READ_AGAIN");
    }
  }

  @Test
  void tells_managers_how_a_sync_goes() throws IOException {
    try (var events = subscribe(manager(), PROGRESS)) {
      events.next();
      var run = world.store.runs().begin(World.ACME, Resource.SITES, Moments.NOON).orElseThrow();
      world.store.runs().progress(run.counting(new Tally(8, 2, 2, 2, 0, 0, 0, 0)), Moments.NOON);
      var told = events.next().data().at("/data/syncProgress/runs").toString();
      while (!told.contains("0.25")) {
        told = events.next().data().at("/data/syncProgress/runs").toString();
      }

      assertThat(told).contains("SITES", "RUNNING");
    }
  }

  @Test
  void tells_managers_of_alerts_that_open_and_end() throws IOException {
    try (var events = subscribe(manager(), ALERTS)) {
      assertThat(alerts(events)).contains("WEBHOOK_DISABLED");
      var said = new Alert.Said(Moments.NOON, "Nothing came.");
      world.store.alerts().open(World.ACME, UUID.randomUUID(), AlertKind.SILENCE, said);
      assertThat(alerts(events)).contains("SILENCE", "WEBHOOK_DISABLED");
      world.store.alerts().resolve(World.ACME, AlertKind.WEBHOOK_DISABLED, said);

      assertThat(alerts(events)).contains("SILENCE").doesNotContain("WEBHOOK_DISABLED");
    }
  }

  private static String alerts(EventReader events) throws IOException {
    return events.next().data().at("/data/alertChanged/alerts").toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "other"})
  void tells_nobody_else_of_alerts(String who) throws IOException {
    var globex = new GlobalId.OfConnection(World.GLOBEX).encoded();
    var isAgent = who.equals("agent");
    try (var events =
        subscribe(isAgent ? agent() : manager(), isAgent ? ALERTS : ALERTS.replace(ACME, globex))) {
      assertThat(events.next().data().at("/errors/0/extensions/code").asString())
          .isEqualTo(isAgent ? "FORBIDDEN" : "NOT_FOUND");
    }
  }

  @Test
  void refuses_the_progress_to_others_and_completes() throws IOException {
    try (var events = subscribe(agent(), PROGRESS)) {
      assertThat(events.next().data().at("/errors/0/extensions/code").asString())
          .isEqualTo("FORBIDDEN");
      assertThat(events.next().name()).isEqualTo("complete");
    }
  }

  @Test
  void does_not_know_the_connections_of_others() throws IOException {
    var globex = new GlobalId.OfConnection(World.GLOBEX).encoded();
    try (var events = subscribe(manager(), TICKETS.replace(ACME, globex))) {
      assertThat(events.next().data().at("/errors/0/extensions/code").asString())
          .isEqualTo("NOT_FOUND");
    }
  }

  @Test
  void ends_with_an_error_when_the_token_expires() throws IOException {
    var ahead = startWithMovedClock();
    var end = nextHour();
    try (var events = subscribe(agentUntil(end), TICKETS)) {
      events.change();
      ahead.set(Duration.between(Instant.now(), end).minus(millis(250)));

      assertThat(events.next().data().at("/errors/0/extensions/code").asString())
          .isEqualTo("UNAUTHORIZED");
      assertThat(events.next().name()).isEqualTo("complete");
      assertThat(events.next().name()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"the token expires", "the service stops"})
  void ends_when_a_change_that_has_begun_is_answered(String when) throws Exception {
    var ahead = startWithMovedClock();
    var token = managerUntil(nextHour());
    letChangesWait();
    var stream = api.send(put(token)).body();
    try (var events = api.events(shared(token, stream).GET())) {
      begin(token, stream, "listening", TICKETS);
      assertThat(events.next().data().path("id").asString()).isEqualTo("listening");
      begin(token, stream, "changing", CHANGE);
      changing.await();
      if (when.equals("the token expires")) {
        ahead.set(Duration.ofHours(1));
        assertThat(events.next().data().at("/payload/errors/0/extensions/code").asString())
            .isEqualTo("UNAUTHORIZED");
      } else {
        api.api.close();
      }
      assertThat(events.next().data().path("id").asString()).isEqualTo("listening");
      mayChange.countDown();

      assertThat(address(events)).contains("/webhooks/halo/");
      assertThat(events.next().data().path("id").asString()).isEqualTo("changing");
      assertThat(events.next().name()).isEmpty();
    }
  }

  @Test
  void ends_each_operation_with_the_token_that_it_was_begun_with() throws IOException {
    var ahead = startWithMovedClock();
    var shorter = agentUntil(nextHour());
    var longer = agentUntil(nextHour().plus(Duration.ofHours(1)));
    var stream = api.send(put(shorter)).body();
    try (var events = api.events(shared(shorter, stream).GET())) {
      begin(shorter, stream, "shorter", TICKETS);
      assertThat(events.next().data().path("id").asString()).isEqualTo("shorter");
      begin(longer, stream, "longer", TICKETS);
      assertThat(events.next().data().path("id").asString()).isEqualTo("longer");

      ahead.set(Duration.ofHours(1));
      assertExpires("shorter", events);
      world.storeTickets(World.ACME, ours(906, "Still told"));
      assertThat(events.next().data().toString()).contains("longer", "Still told");
      ahead.set(Duration.ofHours(2));
      assertExpires("longer", events);

      assertThat(events.next().name()).isEmpty();
    }
  }

  @Test
  void goes_on_after_an_operation_whose_token_expires_before_that_of_the_reader()
      throws IOException {
    var ahead = startWithMovedClock();
    var longer = agentUntil(nextHour().plus(Duration.ofHours(1)));
    var stream = api.send(put(longer)).body();
    try (var events = api.events(shared(longer, stream).GET())) {
      begin(agentUntil(nextHour()), stream, "one", TICKETS);
      assertThat(events.next().data().path("id").asString()).isEqualTo("one");
      ahead.set(Duration.ofHours(1));
      assertExpires("one", events);

      assertThat(begin(longer, stream, "one", "{ viewer { role } }")).isEqualTo(202);
      assertThat(events.next().data().at("/payload/data/viewer/role").asString())
          .isEqualTo("AGENT");
    }
  }

  private static void assertExpires(String operation, EventReader events) throws IOException {
    var last = events.next().data();
    assertThat(last.path("id").asString()).isEqualTo(operation);
    assertThat(last.at("/payload/errors/0/extensions/code").asString()).isEqualTo("UNAUTHORIZED");
    var end = events.next();
    assertThat(end.name() + " " + end.data().path("id").asString())
        .isEqualTo("complete " + operation);
  }

  private String agentUntil(Instant end) {
    return api.issuer.tokenWith("exp", end.getEpochSecond());
  }

  @Test
  void breaks_no_change_off_that_has_begun() throws Exception {
    letChangesWait();
    var stream = api.send(put(manager())).body();
    try (var events = api.events(shared(manager(), stream).GET())) {
      begin(manager(), stream, "one", CHANGE);
      changing.await();
      var stop = shared("?operationId=one", manager(), stream).DELETE();
      assertThat(api.send(stop).statusCode()).isEqualTo(200);
      mayChange.countDown();

      assertThat(address(events)).contains("/webhooks/halo/");
      assertThat(events.next().name()).isEqualTo("complete");
    }
  }

  @Test
  void brings_a_change_to_its_end_that_nobody_waits_for() throws Exception {
    startWithMovedClock();
    letChangesWait();
    try (var _ = subscribe(manager(), CHANGE)) {
      changing.await();
    }
    await().atMost(second(30)).until(() -> api.api.openStreams() == 1);
    mayChange.countDown();
    await().atMost(second(30)).until(() -> api.api.openStreams() == 0);

    assertThat(world.webhooks.registrations()).hasSize(1);
  }

  private void letChangesWait() {
    world.webhooks.before(() -> {
      changing.countDown();
      try {
        mayChange.await();
      } catch (InterruptedException broken) {
        throw new IllegalStateException(broken);
      }
    });
  }

  private static String address(EventReader events) throws IOException {
    return events.next().data().at("/payload/data/registerWebhook/address").asString();
  }

  /// With a ping every tenth of a second.
  ///
  /// @return by how much the clock is ahead
  private AtomicReference<Duration> startWithMovedClock() throws IOException {
    api.close();
    var ahead = new AtomicReference<>(Duration.ZERO);
    var pinging = new GraphqlLimits.Streams(9, 9, 9, 9, 4, millis(100), second(20), second(30));
    api = started(limited(pinging), () -> Instant.now().plus(ahead.get()));
    return ahead;
  }

  private static Instant nextHour() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(1));
  }

  @Test
  void completes_everything_when_the_service_stops() throws IOException {
    try (var events = subscribe(agent(), TICKETS)) {
      events.change();
      api.api.close();

      assertThat(events.next().name()).isEqualTo("complete");
      assertThat(events.next().name()).isEmpty();
    }
    assertThat(api.send(put(agent())).statusCode()).isEqualTo(503);
  }

  @Test
  void answers_queries_and_their_mistakes_in_the_stream() throws IOException {
    try (var events = subscribe(agent(), "{ viewer { role } }")) {
      assertThat(events.next().data().at("/data/viewer/role").asString()).isEqualTo("AGENT");
      assertThat(events.next().name()).isEqualTo("complete");
    }
    try (var events = subscribe(agent(), "{ nonsense }")) {
      assertThat(events.next().data().at("/errors/0/extensions/code").asString())
          .isEqualTo("BAD_REQUEST");
      assertThat(events.next().name()).isEqualTo("complete");
    }
  }

  @Test
  void shares_one_stream_between_operations() throws IOException {
    var token = api.send(put(agent())).body();
    try (var events = api.events(shared(token).GET())) {
      assertThat(begin(token, "one", TICKETS)).isEqualTo(202);
      assertThat(events.next().data().path("id").asString()).isEqualTo("one");
      assertThat(begin(token, "one", TICKETS)).isEqualTo(409);
      assertThat(begin(token, "two", "{ viewer { role } }")).isEqualTo(202);
      assertThat(events.next().data().at("/payload/data/viewer/role").asString())
          .isEqualTo("AGENT");
      assertThat(events.next().data().path("id").asString()).isEqualTo("two");
      assertThat(api.send(stopping(token, "one")).statusCode()).isEqualTo(200);
      var end = events.next();

      assertThat(end.name() + end.data().path("id").asString()).isEqualTo("completeone");
    }
  }

  @Test
  void gives_a_stream_to_nobody_twice_and_to_nobody_else() {
    var token = api.send(put(agent())).body();
    var other = bearer(api.issuer.tokenWith("sub", "someone else"));
    try (var _ = api.events(shared(token).GET())) {
      var again = shared(token).header("Accept", "text/event-stream").GET();

      assertThat(api.send(again).statusCode()).isEqualTo(409);
      assertThat(api.send(other.header("X-GraphQL-Event-Stream-Token", token).GET()).statusCode())
          .isEqualTo(404);
      assertThat(begin("unknown", "one", TICKETS)).isEqualTo(404);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void refuses_whoever_has_no_token_or_accepts_no_events() {
    var path = "/graphql/stream";
    var stranger = HttpRequest.newBuilder(api.address(path)).PUT(BodyPublishers.noBody());
    var plain = bearer(agent()).header("Content-Type", "application/json").POST(body(TICKETS, ""));

    assertThat(api.send(stranger).statusCode()).isEqualTo(401);
    assertThat(api.send(plain).statusCode()).isEqualTo(406);
  }

  @Test
  void limits_the_streams_of_a_caller() throws IOException {
    api.close();
    api =
        started(limited(new GraphqlLimits.Streams(9, 2, 9, 9, 4, second(9), second(9), second(9))));
    api.send(put(agent()));
    api.send(put(agent()));

    var refused = api.send(put(agent()));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(TestApi.limit(refused)).isEqualTo("streams");
  }

  @Test
  void forgets_streams_that_nobody_comes_for_and_those_whose_reader_is_gone() throws IOException {
    api.close();
    api =
        started(
            limited(new GraphqlLimits.Streams(9, 1, 9, 9, 4, millis(100), second(9), millis(1))));
    api.send(put(agent()));
    try (var events = subscribe(agent(), TICKETS)) {
      events.change();
    }

    await().atMost(second(30)).until(() -> api.api.openStreams() == 0);
  }

  @Test
  void cuts_a_reader_off_that_does_not_read() throws IOException {
    api.close();
    api =
        started(limited(new GraphqlLimits.Streams(9, 9, 9, 9, 2, second(9), second(1), second(9))));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket.getOutputStream().write(requestBytes());
      await().atMost(second(30)).until(() -> api.api.openStreams() == 2);
      var large = "x".repeat(100_000);
      for (var n = 0; n < 400 && api.api.openStreams() > 0; n++) {
        world.storeTickets(World.ACME, ours(20_000 + n, large));
        LockSupport.parkNanos(millis(50).toNanos());
      }

      await().atMost(second(60)).until(() -> api.api.openStreams() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"distinct", "single"})
  void serves_the_public_client_in_both_modes(String mode) throws Exception {
    api.close();
    api =
        started(
            limited(new GraphqlLimits.Streams(9, 9, 9, 9, 9, millis(500), second(9), second(9))));
    var url = api.address("/graphql/stream").toString();
    try (var client = NodeProgram.start("subscribe.mjs", url, agent(), mode, TICKETS, "2")) {
      assertThat(client.line()).contains("LISTENING");
      world.storeTickets(World.ACME, ours(905, "Told to Node"));

      assertThat(client.line()).contains("CHANGED", "Told to Node");
      assertThat(client.rest()).containsExactly("end");
    }
    await().atMost(second(60)).until(() -> api.api.openStreams() == 0);
  }

  private byte[] requestBytes() {
    var body = JSON.writeValueAsString(Map.of("query", TICKETS));
    var head =
        """
        POST /graphql/stream HTTP/1.1\r
        Host: localhost\r
        Accept: text/event-stream\r
        Content-Type: application/json\r
        Authorization: Bearer %s\r
        Content-Length: %d\r
        \r
        """
            .formatted(agent(), body.length());
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }

  private static Ticket ours(long id, String summary) {
    return aTicket(id).of(1).saying(summary).build();
  }

  private String agent() {
    return api.issuer.token();
  }

  private String manager() {
    return managerUntil(nextHour());
  }

  private String managerUntil(Instant end) {
    var claims = new LinkedHashMap<String, Object>(TokenIssuer.claims());
    claims.put("exp", end.getEpochSecond());
    claims.put("role", "manager");
    claims.put("teams", List.of("managers"));
    return api.issuer.token("ES256", "ec", claims);
  }

  private EventReader subscribe(String token, String query) {
    return api.events(
        bearer(token).header("Content-Type", "application/json").POST(body(query, "")));
  }

  private HttpRequest.Builder bearer(String token) {
    return bearer("", token);
  }

  private HttpRequest.Builder bearer(String query, String token) {
    return HttpRequest.newBuilder(api.address("/graphql/stream" + query))
        .header("Authorization", "Bearer " + token);
  }

  private HttpRequest.Builder put(String token) {
    return bearer(token).PUT(BodyPublishers.noBody());
  }

  private HttpRequest.Builder shared(String streamToken) {
    return shared(agent(), streamToken);
  }

  private HttpRequest.Builder shared(String token, String streamToken) {
    return shared("", token, streamToken);
  }

  private HttpRequest.Builder shared(String query, String token, String streamToken) {
    return bearer(query, token).header("X-GraphQL-Event-Stream-Token", streamToken);
  }

  private int begin(String streamToken, String id, String query) {
    return begin(agent(), streamToken, id, query);
  }

  private int begin(String token, String streamToken, String id, String query) {
    return api.send(
            shared(token, streamToken)
                .header("Content-Type", "application/json")
                .POST(body(query, id)))
        .statusCode();
  }

  private HttpRequest.Builder stopping(String streamToken, String id) {
    return shared("?operationId=" + id, agent(), streamToken).DELETE();
  }

  private static HttpRequest.BodyPublisher body(String query, String id) {
    return BodyPublishers.ofString(
        JSON.writeValueAsString(Map.of("query", query, "extensions", Map.of("operationId", id))));
  }

  private TestApi started(GraphqlLimits limits) throws IOException {
    return started(limits, InstantSource.system());
  }

  private TestApi started(GraphqlLimits limits, InstantSource clock) throws IOException {
    return TestApi.start(
        folder, limits, config -> GraphqlApi.open(config, World.SCHEMA, world.ports(), clock));
  }

  private static GraphqlLimits limited(GraphqlLimits.Streams streams) {
    var all = GraphqlLimits.defaults();
    return new GraphqlLimits(
        all.document(),
        all.input(),
        all.answer(),
        all.page(),
        all.nodes(),
        all.listGuess(),
        all.execution(),
        streams);
  }

  private static Duration second(int number) {
    return Duration.ofSeconds(number);
  }

  private static Duration millis(int number) {
    return Duration.ofMillis(number);
  }
}

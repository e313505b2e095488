package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.superit.halo.application.connection.HaloConsents;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable.Cause;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.sync.PageQuery;
import ai.superit.halo.application.sync.PageQuery.Section;
import ai.superit.halo.application.sync.UnreadableRecord;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.webhook.HaloWebhooks;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.Client.MainContact;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantOnABadDayTest {
  private static final String CLIENT = "{\"id\":\"12.0\",\"name\":\"Acme Ltd\",\"inactive\":0}";
  private static final ConnectionId CONNECTION = ConnectionId.random();
  private static final HaloConsents CONSENTS = new InMemoryStore().consents();
  private static final PageQuery FIRST = new PageQuery(1, Section.ALL, Optional.empty());

  private final CountingBudget budget = new CountingBudget();
  private final ScriptedServer server;
  private final Halo halo;

  TenantOnABadDayTest() throws IOException {
    server = new ScriptedServer();
    halo = opened(Duration.ofSeconds(30));
  }

  private Halo opened(Duration callTimeout) {
    var config =
        new HaloConfig(
            callTimeout,
            Duration.ofSeconds(30),
            10_000,
            SimulatedTenant.LOOPBACK,
            new HaloConfig.Retries(3, Duration.ofMillis(1)));
    return Halo.open(
        config, _ -> Optional.of(access("acme")), CONSENTS, SimulatedTenant.health(), budget);
  }

  @AfterEach
  void stop() {
    halo.close();
    server.close();
  }

  @Test
  void signs_in_with_the_tenant_in_the_query_and_secrets_in_the_body() {
    server.thenJson(CLIENT);

    assertThat(client()).isPresent();

    assertThat(server.tokenRequests.getFirst())
        .startsWith("POST /auth/token?tenant=acme HTTP/1.1")
        .contains(
            "grant_type=client_credentials&client_id=the-id&client_secret=the+secret&scope=all");
    assertThat(server.requests.getFirst()).contains("Authorization: Bearer token-1");
  }

  @Test
  void asks_for_pages_in_halos_words() {
    server.thenJson("{\"record_count\":0,\"clients\":[]}");
    var since = Instant.parse("2026-08-01T06:30:00.5Z");

    tenant().clients(new PageQuery(2, Section.ALL, Optional.of(since)));

    assertThat(query(server.requests.getFirst()))
        .containsExactlyInAnyOrder(
            "pageinate=true",
            "page_size=100",
            "page_no=2",
            "order=id",
            "orderdesc=false",
            "lastupdatefromdate=2026-08-01T06%3A30%3A00Z",
            "includeactive=true",
            "includeinactive=true");
  }

  @Test
  void a_conversation_of_which_a_part_came_does_not_say_that_there_are_no_files() {
    var note = "{\"id\":1,\"datetime\":\"2026-08-01T06:30:00Z\",\"attachment_count\":0}";
    server
        .thenJson("{\"record_count\":2,\"actions\":[" + note + "," + note + "]}")
        .thenJson("{\"record_count\":1,\"actions\":[" + note + "]}");

    assertThat(tenant().conversation(new TicketId(7)).attachments()).isEmpty();
    assertThat(tenant().conversation(new TicketId(7)).attachments()).contains(List.of());
    assertThat(server.requests).hasSize(2);
  }

  @Test
  void tickets_that_were_all_opened_before_are_not_what_was_asked_for_but_planned_ones_may_be() {
    var old = "{\"id\":1,\"client_id\":12,\"dateoccurred\":\"2024-03-01T10:00:00\"}";
    var planned =
        "{\"id\":2,\"client_id\":12,\"dateoccurred\":\"2199-03-01T10:00:00\","
            + "\"datecreated\":\"2024-03-01T10:00:00\"}";
    server
        .thenJson("{\"record_count\":1,\"tickets\":[" + old + "]}")
        .thenJson("{\"record_count\":2,\"tickets\":[" + old + "," + planned + "]}")
        .thenJson("{\"record_count\":1,\"tickets\":[" + planned + "]}");
    var since = Optional.of(Instant.parse("2026-08-01T06:30:00Z"));
    var query = new PageQuery(1, Section.OPEN, Optional.empty(), since, Scope.EVERYTHING);

    assertThat(tenant().tickets(query).isUnasked()).isTrue();
    assertThat(tenant().tickets(query).isUnasked()).isFalse();
    assertThat(tenant().tickets(query).isUnasked()).isFalse();
  }

  @Test
  void asks_halo_to_leave_out_what_is_out_of_scope() {
    server
        .thenJson("{\"record_count\":0,\"assets\":[]}")
        .thenJson("{\"record_count\":0,\"tickets\":[]}");
    var scope =
        new Scope(
            true,
            new Scope.Assets(true, Set.of(131L, 130L), Set.of(new SiteId(18))),
            new Scope.Tickets(
                new Scope.Since.Ever(),
                false,
                Set.of(new ClientId(12), new ClientId(7)),
                Set.of(3L)));

    tenant().assets(new PageQuery(1, Section.ALL, Optional.empty(), scope));
    tenant().tickets(new PageQuery(1, Section.OPEN, Optional.empty(), scope));

    assertThat(query(server.requests.get(0)))
        .contains(
            "includeactive=true", "includeinactive=false", "assettypes=130%2C131", "site_id=18");
    assertThat(query(server.requests.get(1)))
        .contains("open_only=true", "client_ids=7%2C12", "requesttype=3")
        .noneMatch(parameter -> parameter.startsWith("datesearch"));
  }

  @Test
  void asks_for_tickets_by_their_opening_a_day_earlier_whatever_time_zone_halo_means() {
    server.thenJson("{\"record_count\":0,\"tickets\":[]}");
    var since = Optional.of(Instant.parse("2026-03-02T10:00:00.5Z"));

    tenant().tickets(new PageQuery(1, Section.CLOSED, Optional.empty(), since, Scope.EVERYTHING));

    assertThat(query(server.requests.getFirst()))
        .contains(
            "closed_only=true",
            "datesearch=dateoccurred",
            "startdate=2026-03-01T10%3A00%3A00Z",
            "enddate=2099-12-31T00%3A00%3A00Z")
        .noneMatch(parameter -> parameter.startsWith("lastupdatefromdate"));
  }

  @Test
  void never_asks_which_invoices_have_changed() {
    server.thenJson("{\"record_count\":0,\"invoices\":[]}");
    var since = Optional.of(Instant.parse("2026-03-02T10:00:00Z"));

    tenant().invoices(new PageQuery(1, Section.ALL, since));

    assertThat(query(server.requests.getFirst()))
        .contains("page_no=1")
        .noneMatch(parameter -> parameter.startsWith("lastupdatefromdate"));
  }

  @Test
  void what_a_tenant_calls_its_webhook_is_one_parameter_whatever_it_holds() {
    server
        .thenJson("[{\"id\":\"a b&c=d+e\",\"url\":\"https://x.test\"}]")
        .thenJson("{\"id\":\"x\"}");
    IntStream.range(0, 7).forEach(_ -> server.thenJson("[]"));

    halo.webhooks()
        .register(
            CONNECTION,
            HaloWebhooks.Wanted.of(URI.create("https://x.test"), new WebhookScheme.None()),
            new HaloWebhooks.Waiting(Lane.PERSON, Duration.ofMinutes(1)));

    assertThat(server.requests.get(2))
        .matches("(?s)GET /api/Notification\\?webhook_id=a(%20|\\+)b%26c%3Dd%2Be HTTP/1.1.*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[%s]",
        "{\"record_count\":1,\"clients\":[%s]}",
        "{\"record_count\":\"1.0\",\"results\":[%s],\"columns\":[]}",
        "{\"record_count\":1,\"rows\":[%s]}"
      })
  void reads_lists_however_they_are_wrapped(String wrapping) {
    server.thenJson(wrapping.formatted(CLIENT));

    var page = tenant().clients(FIRST);

    assertThat(page.total()).isEqualTo(1);
    assertThat(page.rows().getFirst().id()).isEqualTo(new ClientId(12));
    assertThat(page.rows().getFirst().active()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\"record_count\":0,", "\"record_count\":\"many\",", "\"record_count\":-1,"})
  void a_page_that_does_not_say_how_long_the_list_is_does_not_end_it(String count) {
    server.thenJson("{%s\"clients\":[%s]}".formatted(count, CLIENT));

    assertThatThrownBy(() -> tenant().clients(FIRST))
        .isInstanceOf(HaloUnavailable.class)
        .hasMessageContaining("record_count");
  }

  @Test
  void a_small_table_needs_no_count() {
    server.thenJson("{\"results\":[{\"id\":7,\"name\":\"Sam\"}]}");
    IntStream.range(0, 4).forEach(_ -> server.thenJson("[]"));

    assertThat(tenant().lookups().rows()).extracting(Lookup::name).containsExactly("Sam");
  }

  @Test
  void rows_of_a_small_table_that_were_counted_and_not_sent_are_in_the_total() {
    server.thenJson("{\"record_count\":120,\"agents\":[{\"id\":7,\"name\":\"Sam\"},{\"id\":8}]}");
    server.thenJson("[{\"id\":1,\"name\":\"Blue\"}]");
    IntStream.range(0, 3).forEach(_ -> server.thenJson("[]"));

    var page = tenant().lookups();

    assertThat(page.rows()).extracting(Lookup::name).containsExactly("Sam", "Blue");
    assertThat(page.total()).as("those, and 118 that did not come").isEqualTo(120);
  }

  @Test
  void a_record_that_cannot_be_read_by_its_number_names_its_flaw() {
    server.thenJson("{\"id\":12,\"name\":\"Acme Ltd\",\"inactive\":\"perhaps\"}");

    var strange = catchThrowableOfType(UnreadableRecord.class, this::client);

    assertThat(strange.flaw()).isEqualTo("inactive is not a yes or no");
    assertThat(strange.reason()).isEqualTo(Cause.NOT_HALO);
  }

  @Test
  void a_list_is_believed_where_it_names_a_main_contact_and_not_where_it_says_none() {
    server.thenJson(
        """
        {"record_count":2,"clients":[
          {"id":7,"name":"Acme","main_contact_id":44},{"id":8,"name":"Bolt","main_contact_id":0}]}\
        """);

    var page = tenant().clients(new PageQuery(1, Section.ALL, Optional.empty()));

    assertThat(page.rows())
        .extracting(Client::mainContact)
        .containsExactly(
            new MainContact.Read(Optional.of(new ContactId(44))), new MainContact.Unread());
  }

  @Test
  void a_list_that_lacks_the_status_of_an_asset_does_not_say_that_there_is_none() {
    server.thenJson(
        """
        {"record_count":2,"assets":[
          {"id":7,"client_id":3,"status_id":1},{"id":8,"client_id":3,"status_name":"Lost"}]}\
        """);
    server.thenJson("{\"id\":7,\"client_id\":3,\"status_id\":1}");
    server.thenJson("{\"id\":7,\"client_id\":3}");

    var page = tenant().assets(new PageQuery(1, Section.ALL, Optional.empty()));
    var unnamed = tenant().findAsset(new AssetId(7)).orElseThrow();
    var without = tenant().findAsset(new AssetId(7)).orElseThrow();

    assertThat(page.rows())
        .extracting(asset -> asset.state().status())
        .containsExactly(Optional.empty(), Optional.of("Lost"));
    assertThat(unnamed.state().status()).isEmpty();
    assertThat(without.state().status()).contains("");
  }

  @Test
  void a_zero_is_no_record_and_a_row_that_needs_one_is_rejected_by_name() {
    server.thenJson(
        """
        {"record_count":3,"tickets":[
          {"id":7,"client_id":3,"site_id":0,"user_id":0,"agent_id":0,"status_id":1},
          {"id":8,"client_id":0,"status_id":1},
          {"id":0,"client_id":3,"status_id":1}]}\
        """);

    var page = tenant().tickets(new PageQuery(1, Section.OPEN, Optional.empty()));

    assertThat(page.rows())
        .singleElement()
        .satisfies(ticket -> {
          assertThat(ticket.parties().client()).isEqualTo(new ClientId(3));
          assertThat(ticket.parties().site()).isEmpty();
          assertThat(ticket.parties().contact()).isEmpty();
          assertThat(ticket.parties().agent()).isEmpty();
        });
    assertThat(page.rejected())
        .extracting(row -> row.key() + ": " + row.reason())
        .containsExactly(
            "8: client_id is missing or not a positive number",
            "0: id is missing or not a positive number");
  }

  @Test
  void a_strange_row_is_rejected_alone() {
    server.thenJson(
        "{\"record_count\":3,\"clients\":[%s,{\"id\":\"x\"},{\"id\":13,\"name\":[]}]}"
            .formatted(CLIENT));

    var page = tenant().clients(FIRST);

    assertThat(page.received()).isEqualTo(3);
    assertThat(page.rejected())
        .extracting(row -> row.key() + ": " + row.reason())
        .containsExactly("x: id is not a whole number", "13: name is not a text");
  }

  @ParameterizedTest
  @CsvSource({
    "400 Bad Request, REFUSED, 1",
    "403 Forbidden, FORBIDDEN, 1",
    "302 Found, NOT_HALO, 1",
    "500 Server Error, SERVER_ERROR, 4",
    "503 Unavailable, SERVER_ERROR, 4",
    "429 Too Many, RATE_LIMITED, 10"
  })
  void failures_are_told_apart_and_repeated_where_that_helps(
      String status, Cause cause, int calls) {
    IntStream.range(0, 12)
        .forEach(_ -> server.then(status, "Location: http://127.0.0.1:1/\r\n", "<secret>"));

    assertFails(cause);
    assertThat(server.requests).hasSize(calls);
  }

  /// Their errors are repeated three times each, which would be enough for a tenant that is down.
  @Test
  void records_that_cannot_be_read_do_not_keep_others_from_being_asked_for() {
    for (int record = 0; record < 5; record++) {
      IntStream.range(0, 4).forEach(_ -> server.then("500 Server Error", "", "<secret>"));
      assertThatThrownBy(this::client).isInstanceOf(HaloUnavailable.class);
    }
    server.thenJson(CLIENT);

    assertThat(client()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><p>Sign in",
        "",
        "{\"clients\":[{\"id\":1",
        "{}",
        "{\"errors\":[]}",
        "{\"clients\":[]}",
        "{\"record_count\":1,\"rows\":[],\"columns\":[]}",
        "\"x\"",
        "{\"clients\":[]} x"
      })
  void an_answer_that_is_not_halos_is_not_taken_for_an_empty_list(String body) {
    server.thenJson(body);

    assertFails(Cause.NOT_HALO);
  }

  @Test
  void an_answer_that_ends_early_is_asked_for_again() {
    server
        .then(socket -> cut(socket, "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n[{\"id\":"))
        .then(Socket::close)
        .thenJson(CLIENT);

    assertThat(client()).isPresent();
    assertThat(server.requests).hasSize(3);
  }

  @Test
  void a_connection_that_the_tenant_closed_meanwhile_does_no_harm() {
    server
        .then(socket -> cut(socket, ScriptedServer.response("200 OK", "", CLIENT)))
        .then(socket -> cut(socket, ScriptedServer.response("200 OK", "", CLIENT)));

    assertThat(client()).isPresent();
    assertThat(client()).isPresent();
  }

  @Test
  void a_tenant_that_dribbles_is_given_up_in_time() {
    IntStream.range(0, 4).forEach(_ -> server.then(TenantOnABadDayTest::dribble));

    try (var hurried = opened(Duration.ofMillis(600))) {
      assertFails(hurried, Cause.UNREACHABLE);
    }
    assertThat(server.requests).hasSize(4);
  }

  @Test
  void an_answer_beyond_the_limit_is_cut_off() {
    server.thenJson("[" + " ".repeat(10_000) + "]");

    assertFails(Cause.NOT_HALO);
  }

  @Test
  void a_token_that_halo_forgot_is_renewed_once() {
    server.then("401 Unauthorized", "", "").thenJson(CLIENT);

    assertThat(client()).isPresent();
    assertThat(server.requests.getLast()).contains("Bearer token-2");
  }

  @Test
  void a_second_refusal_of_the_token_is_final() {
    server.then("401 Unauthorized", "", "").then("401 Unauthorized", "", "").thenJson(CLIENT);

    assertFails(Cause.UNAUTHORIZED);
    assertThat(server.tokenRequests).hasSize(2);
  }

  @Test
  void many_callers_sign_in_once() {
    IntStream.range(0, 64).forEach(_ -> server.thenJson(CLIENT));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 64).forEach(_ -> threads.execute(this::client));
    }

    assertThat(server.requests).hasSize(64);
    assertThat(server.tokenRequests).hasSize(1);
  }

  @Test
  void refusals_for_too_many_calls_pause_everybody() {
    server
        .then("429 Too Many", "Retry-After: 1\r\n", "")
        .then("429 Too Many", "", "")
        .then("429 Too Many", "Retry-After: 1000000000\r\n", "")
        .thenJson(CLIENT);

    assertThat(client()).isPresent();
    assertThat(budget.pauses)
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMinutes(15));
    assertThat(budget.granted).hasSize(5);
  }

  @Test
  void a_tenant_that_does_not_answer_is_left_alone_until_it_may_be_tried_again() {
    IntStream.range(0, Breakers.FAILURES).forEach(_ -> server.then("503 Unavailable", "", ""));
    while (server.requests.size() < Breakers.FAILURES) {
      assertFails(Cause.SERVER_ERROR);
    }

    assertThatThrownBy(this::client)
        .isInstanceOf(HaloUnavailable.class)
        .hasMessageContaining("Halo does not answer, and is tried again soon.");
    assertThat(server.requests).hasSize(Breakers.FAILURES);
  }

  @Test
  void what_writes_is_not_sent_twice() {
    server.thenJson("[]").then("502 Bad Gateway", "", "").thenJson("{\"id\":\"x\"}");

    assertThatThrownBy(() ->
            halo.webhooks()
                .register(
                    CONNECTION,
                    HaloWebhooks.Wanted.of(URI.create("https://x.test"), new WebhookScheme.None()),
                    new HaloWebhooks.Waiting(Lane.PERSON, Duration.ofMinutes(1))))
        .isInstanceOf(HaloUnavailable.class);
    assertThat(server.requests).hasSize(2);
  }

  @Test
  void a_connection_that_is_gone_makes_no_call() {
    try (var other =
        Halo.open(
            SimulatedTenant.quick(),
            _ -> Optional.empty(),
            CONSENTS,
            SimulatedTenant.health(),
            budget)) {
      var gone = other.tenants().tenant(CONNECTION, Lane.POLL);

      assertThatThrownBy(() -> gone.findClient(new ClientId(12)))
          .isInstanceOf(HaloUnavailable.class);
    }
    assertThat(budget.granted).isEmpty();
  }

  @Test
  void a_record_is_gone_only_while_the_api_is_there() {
    server.then("404 Not Found", "", "<html>").thenJson("[]").then("404 Not Found", "", "");

    assertThat(client()).isEmpty();
    assertThat(client()).isEmpty();

    assertThat(server.requests).hasSize(3);
    assertThat(server.requests.get(1)).startsWith("GET /api/Status?");
  }

  @ParameterizedTest
  @CsvSource({"404 Not Found, NOT_HALO", "200 OK, NOT_HALO", "503 Upgrading, SERVER_ERROR"})
  void a_server_without_its_api_has_deleted_nothing(String status, Cause cause) {
    server.then("404 Not Found", "", "");
    IntStream.range(0, 4).forEach(_ -> server.then(status, "", "<html>"));

    var failure = catchThrowableOfType(HaloUnavailable.class, this::client);

    assertThat(failure.reason()).isEqualTo(cause);
  }

  @Test
  void a_private_address_is_not_called_in_production() {
    try (var strict =
        Halo.open(
            HaloConfig.DEFAULT,
            _ -> Optional.empty(),
            CONSENTS,
            SimulatedTenant.health(),
            budget)) {
      var failure = strict.probe().probe(access("")).firstFailure().orElseThrow();

      assertThat(failure.cause()).contains(Cause.UNREACHABLE);
      assertThat(failure.finding()).contains("not public");
    }
    assertThat(server.tokenRequests).isEmpty();
  }

  private static List<String> query(String request) {
    return List.of(
        request.substring(request.indexOf('?') + 1, request.indexOf(" HTTP")).split("&"));
  }

  private void assertFails(Cause cause) {
    assertFails(halo, cause);
  }

  private static void assertFails(Halo caller, Cause cause) {
    var tenant = caller.tenants().tenant(CONNECTION, Lane.POLL);
    var failure = catchThrowableOfType(HaloUnavailable.class, () -> tenant.clients(FIRST));

    assertThat(failure).isNotNull().hasMessageNotContaining("secret");
    assertThat(failure.reason()).isEqualTo(cause);
  }

  private Optional<?> client() {
    return tenant().findClient(new ClientId(12));
  }

  private HaloTenant tenant() {
    return halo.tenants().tenant(CONNECTION, Lane.POLL);
  }

  private HaloAccess access(String tenantName) {
    return new HaloAccess(
        CONNECTION,
        new Connection.Endpoint(
            TenantUrl.parse(server.url(), SimulatedTenant.LOOPBACK),
            URI.create(server.url() + "/auth"),
            tenantName,
            "the-id",
            Grant.CLIENT_CREDENTIALS),
        new Secret("the secret"));
  }

  private static void cut(Socket socket, String text) throws IOException {
    ScriptedServer.write(socket, text);
    socket.close();
  }

  private static void dribble(Socket socket) throws IOException {
    ScriptedServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
    while (!socket.isClosed()) {
      ScriptedServer.write(socket, " ");
      LockSupport.parkNanos(20_000_000);
    }
  }
}

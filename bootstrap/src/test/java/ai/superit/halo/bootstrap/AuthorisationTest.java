package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A manager authorises a connection in a browser: the whole service over HTTP, with PostgreSQL and
/// a simulated tenant.
class AuthorisationTest {
  @TempDir private static Path folder;
  private static TestTenant tenant;
  private static Service service;
  private static GraphqlCaller manager;
  private static final HttpClient BROWSER = HttpClient.newHttpClient();

  @BeforeAll
  static void starts_the_service() throws IOException {
    tenant = new TestTenant(folder);
    service = Service.start(Settings.read(SettingsSource.of(tenant.config(), Map.of())));
    manager = tenant.manager();
  }

  @AfterAll
  static void ends_the_service() {
    manager.close();
    service.close();
    tenant.close();
    BROWSER.shutdownNow();
  }

  @Test
  void a_connection_is_authorised_synced_lost_and_authorised_again() throws Exception {
    var connection = connect("Whole way");
    assertThat(state(connection)).isEqualTo("NEEDS_AUTHORIZATION");

    var done = authorise(connection);
    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(open(done, "").body()).contains("is authorised");
    assertThat(state(connection)).isEqualTo("CONNECTED");
    assertThat(test(connection).path("passed").asBoolean()).isTrue();

    tenant.simulator().control().revokeGrants();
    assertThat(test(connection).path("passed").asBoolean()).isFalse();
    await().atMost(Duration.ofMinutes(1)).until(() -> state(connection), this::isLost);

    authorise(connection);
    assertThat(state(connection)).isEqualTo("CONNECTED");
    assertThat(test(connection).path("passed").asBoolean()).isTrue();
  }

  @Test
  void what_halo_does_not_grant_is_named() throws Exception {
    var connection = connect("Less");
    tenant.simulator().control().grantOnly("read:tickets read:customers offline_access");
    try {
      var page = open(authorise(connection), "").body();

      assertThat(page).contains("granted less", "read:clients, read:assets, write:webhooks");
      assertThat(detail(connection)).contains("missing:", "read:assets (read:assets)");
    } finally {
      tenant.simulator().control().grantOnly("");
    }
  }

  @Test
  void the_last_page_names_nothing_of_its_address_but_what_is_ours() throws Exception {
    var page = get(service("/api/integrations/halo/authorized?missing=evil,read:assets,%3Cb"), "");

    assertThat(page.body()).contains(": read:assets.").doesNotContain("evil", "&lt;b");
  }

  private boolean isLost(String state) {
    return state.equals("NEEDS_AUTHORIZATION");
  }

  @Test
  void pages_are_kept_framed_and_told_of_by_nobody() throws Exception {
    var answer = get(service("/api/integrations/halo/callback"), "");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(answer, "Content-Security-Policy")).contains("frame-ancestors 'none'");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void the_cookie_is_for_this_host_only_and_out_of_reach_of_scripts() throws Exception {
    var begun = get(address(connect("Cookie")), "");

    assertThat(header(begun, "Set-Cookie"))
        .startsWith("__Host-")
        .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax");
    assertThat(header(begun, "Location")).startsWith(tenant.simulator().uri() + "/auth/authorize?");
  }

  @Test
  void another_browser_cannot_finish_and_nothing_is_finished_twice() throws Exception {
    var begun = get(address(connect("Other browser")), "");
    var back = location(get(location(begun), ""));

    assertThat(get(back, "").body()).contains("another browser");
    assertThat(get(back, "__Host-superit-authorisation=x").body()).contains("another browser");
    assertThat(get(back, cookie(begun)).statusCode()).isEqualTo(303);
    assertThat(get(back, cookie(begun)).body()).contains("is over");
  }

  @Test
  void an_address_opens_once() throws Exception {
    var address = address(connect("Once"));
    get(address, "");

    assertThat(get(address, "").statusCode()).isEqualTo(400);
  }

  @Test
  void looking_in_advance_spends_nothing() throws Exception {
    var address = address(connect("Advance"));
    var head =
        BROWSER.send(
            HttpRequest.newBuilder(address).method("HEAD", BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());
    var prefetch =
        BROWSER.send(
            HttpRequest.newBuilder(address).header("Sec-Purpose", "prefetch").build(),
            BodyHandlers.ofString());
    var post =
        BROWSER.send(
            HttpRequest.newBuilder(address).POST(BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());

    assertThat(head.statusCode()).isEqualTo(405);
    assertThat(prefetch.statusCode()).isEqualTo(403);
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(get(address, "").statusCode()).isEqualTo(302);
  }

  @Test
  void a_refusal_is_explained_and_nothing_of_the_request_is_repeated() throws Exception {
    tenant.simulator().control().denyAuthorizations(true);
    try {
      var begun = get(address(connect("Refused")), "");
      var back = URI.create(location(get(location(begun), "")) + "&error_description=%3Cscript%3E");

      var page = get(back, cookie(begun));

      assertThat(page.statusCode()).isEqualTo(400);
      assertThat(page.body()).contains("not to authorise").doesNotContain("script");
    } finally {
      tenant.simulator().control().denyAuthorizations(false);
    }
  }

  @Test
  void a_foreign_code_is_refused_and_stores_nothing() throws Exception {
    var connection = connect("Foreign code");
    var begun = get(address(connection), "");
    var state = location(begun).getQuery().replaceAll(".*state=([^&]*).*", "$1");

    var page = get(service("/api/integrations/halo/callback?code=x&state=" + state), cookie(begun));

    assertThat(page.statusCode()).isEqualTo(502);
    assertThat(page.body()).contains("start again").doesNotContain(state);
    assertThat(state(connection)).isEqualTo("NEEDS_AUTHORIZATION");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state=",
        "state=x&code=y",
        "state=x&state=y&code=z",
        "state=%&code=y",
        "code=a%0d%0ab&state=x",
        "return=https://evil.example"
      })
  void strange_callbacks_are_answered_by_a_plain_page(String query) throws Exception {
    var address = service("/api/integrations/halo/callback?" + query.replace("=%&", "=%25&"));
    var page = get(address, "");

    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.headers().firstValue("Location")).isEmpty();
    assertThat(page.body()).contains("was not begun here").doesNotContain("evil");
  }

  private static HttpResponse<String> authorise(String connection) throws Exception {
    var begun = get(address(connection), "");
    return get(location(get(location(begun), "")), cookie(begun));
  }

  private static String connect(String name) {
    var account = tenant.tenant();
    var answer =
        manager.ask(
            """
            mutation($input: CreateHaloConnectionInput!) {
              createHaloConnection(input: $input) { connection { id } userErrors { message } }
            }
            """,
            Map.of(
                "input",
                Map.of(
                    "name", name,
                    "tenantUrl", account.url(),
                    "tenantName", account.name(),
                    "clientId", account.clientId(),
                    "grant", "AUTHORIZATION_CODE")));
    return answer.at("/createHaloConnection/connection/id").asString();
  }

  private static URI address(String connection) {
    var answer =
        manager.ask(
            "mutation($id: ID!) { startAuthorization(connectionId: $id) { address } }",
            Map.of("id", connection));
    return URI.create(answer.at("/startAuthorization/address").asString());
  }

  private static String state(String connection) {
    return manager
        .ask(
            "query($id: ID!) { haloConnection(id: $id) { status { state } } }",
            Map.of("id", connection))
        .at("/haloConnection/status/state")
        .asString();
  }

  private static String detail(String connection) {
    return manager
        .ask(
            "query($id: ID!) { haloConnection(id: $id) { status { detail } } }",
            Map.of("id", connection))
        .at("/haloConnection/status/detail")
        .asString();
  }

  private static JsonNode test(String connection) {
    return manager
        .ask(
            "mutation($id: ID!) { testHaloConnection(connectionId: $id) { passed } }",
            Map.of("id", connection))
        .at("/testHaloConnection");
  }

  private static URI service(String path) {
    return tenant.base().resolve(path);
  }

  private static HttpResponse<String> open(HttpResponse<String> redirect, String cookie)
      throws Exception {
    return get(redirect.uri().resolve(header(redirect, "Location")), cookie);
  }

  private static HttpResponse<String> get(URI address, String cookie) throws Exception {
    var request = HttpRequest.newBuilder(address);
    return BROWSER.send(
        (cookie.isEmpty() ? request : request.header("Cookie", cookie)).build(),
        BodyHandlers.ofString());
  }

  private static URI location(HttpResponse<String> answer) {
    return URI.create(header(answer, "Location"));
  }

  private static String cookie(HttpResponse<String> answer) {
    return header(answer, "Set-Cookie").replaceAll(";.*", "");
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }
}

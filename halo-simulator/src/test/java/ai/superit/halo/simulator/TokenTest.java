package ai.superit.halo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
  private static final SimulatorConfig CONFIG =
      SimulatorConfig.builder().scale(Scale.small()).rateLimit(RateLimit.unlimited()).build();
  private static final HaloSimulator SIMULATOR = HaloSimulator.start(CONFIG);
  private final HaloCaller halo = new HaloCaller(SIMULATOR, CONFIG);

  @AfterAll
  static void stop() {
    SIMULATOR.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?tenant=simulated"})
  void a_token_has_all_six_fields(String query) {
    var response = halo.token(query, halo.form("all"));
    var json = Json.MAPPER.readTree(response.body());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json.path("expires_in").asInt()).isEqualTo(3600);
    assertThat(json.path("token_type").asString()).isEqualTo("Bearer");
    for (var field : new String[] {"access_token", "scope", "refresh_token", "id_token"}) {
      assertThat(json.path(field).asString()).as(field).isNotEmpty();
    }
  }

  @Test
  void basic_authentication_and_a_tenant_in_the_form_work() {
    var pair = CONFIG.clientId() + ":" + CONFIG.clientSecret();
    var basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    var body = "grant_type=client_credentials&scope=all&tenant=simulated";

    var response =
        halo.send(
            halo.request("/auth/token")
                .header("Authorization", "Basic " + basic)
                .POST(BodyPublishers.ofString(body)));

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "?tenant=other,all,client_credentials,500,Server Error",
    "'',read:users,client_credentials,400,invalid_scope",
    "'',all,password,400,unsupported_grant_type"
  })
  void wrong_requests_fail_as_the_original_does(
      String query, String scope, String grant, int status, String says) {
    var response = halo.token(query, halo.form(scope).replace("client_credentials", grant));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains(says);
  }

  @Test
  void a_wrong_secret_is_an_invalid_client() {
    var response = halo.token("", halo.form("all").replace(CONFIG.clientSecret(), "wrong"));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).contains("\"error\":\"invalid_client\"");
  }

  @Test
  void discovery_leads_to_the_token_endpoint_without_a_token() {
    var oidc = halo.json("/auth/.well-known/openid-configuration");
    var info = halo.json("/api/AuthInfo");

    assertThat(oidc.path("issuer").asString()).isEqualTo(SIMULATOR.uri() + "/auth");
    assertThat(info.path("auth_url").asString()).isEqualTo(SIMULATOR.uri() + "/auth");
    assertThat(info.path("tenant_id").asString()).isEqualTo("simulated");
  }

  @ParameterizedTest
  @CsvSource({
    "read:tickets,/api/Tickets,200",
    "read:tickets,/api/Asset,403",
    "read:tickets,/api/Status,200",
    "read:customers,/api/Users,200",
    "read:assets,/api/asset,200",
    "read:tickets read:customers,/api/Webhook,403",
    "admin:webhooks,/api/Webhook,200",
    "all:standard,/Client,200"
  })
  void scopes_open_their_resources_only(String scope, String path, int status) {
    assertThat(halo.signedIn(scope).get(path).statusCode()).isEqualTo(status);
  }

  @Test
  void reading_scopes_do_not_write() {
    halo.signedIn("read:tickets");

    assertThat(halo.post("/api/Tickets", "[{\"summary\":\"x\"}]").statusCode()).isEqualTo(403);
  }

  @Test
  void calls_without_a_living_token_get_401() {
    assertThat(halo.get("/api/Tickets").statusCode()).isEqualTo(401);

    halo.signedIn("all");
    SIMULATOR.control().revokeTokens();
    assertThat(halo.get("/api/Tickets").statusCode()).isEqualTo(401);
  }
}

package ai.superit.halo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AuthorizationCodeTest {
  private static final String REDIRECT = "https://it.example/api/integrations/halo/callback";
  private static final String VERIFIER = "a-verifier-of-more-than-forty-three-characters-1234567";
  private static final SimulatorConfig CONFIG =
      SimulatorConfig.builder()
          .scale(Scale.small())
          .rateLimit(RateLimit.unlimited())
          .redirectUris(Set.of(REDIRECT))
          .build();
  private static final HaloSimulator SIMULATOR = HaloSimulator.start(CONFIG);
  private final HaloCaller halo = new HaloCaller(SIMULATOR, CONFIG);

  @AfterAll
  static void stop() {
    SIMULATOR.close();
  }

  @Test
  void a_code_becomes_tokens_once() {
    var code = code(authorize(query()));

    var first = redeem(code, VERIFIER);
    var second = redeem(code, VERIFIER);

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(json(first).path("refresh_token").asString()).isNotEmpty();
    assertThat(json(second).path("error").asString()).isEqualTo("invalid_grant");
  }

  @Test
  void the_state_comes_back_as_it_was() {
    assertThat(location(authorize(query())))
        .startsWith(REDIRECT + "?code=")
        .endsWith("&state=a%2Fb");
  }

  @Test
  void a_code_without_its_verifier_is_worthless() {
    assertThat(redeem(code(authorize(query())), "another").statusCode()).isEqualTo(400);
    assertThat(redeem(code(authorize(query())), VERIFIER, REDIRECT + "/").statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "S256,plain,invalid_request",
    "response_type=code,response_type=token,unsupported_response_type",
    "scope=all,scope=read:users,invalid_scope"
  })
  void wrong_questions_are_answered_to_the_application(String part, String other, String error) {
    assertThat(location(authorize(query().replace(part, other)))).contains("?error=" + error);
  }

  @ParameterizedTest
  @CsvSource({"halo%2Fcallback,halo%2Fcallback%2F", "client_id=,client_id=x"})
  void a_browser_is_sent_to_registered_addresses_only(String part, String other) {
    var answer = authorize(query().replace(part, other));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Location")).isEmpty();
  }

  @Test
  void a_refresh_token_is_replaced_at_each_use() {
    var first = refreshToken(redeem(code(authorize(query())), VERIFIER));

    var renewed = refresh(first);

    assertThat(renewed.statusCode()).isEqualTo(200);
    assertThat(refreshToken(renewed)).isNotEmpty().isNotEqualTo(first);
    assertThat(json(refresh(first)).path("error").asString()).isEqualTo("invalid_grant");
  }

  @Test
  void without_offline_access_there_is_no_refresh_token() {
    var answer = redeem(code(authorize(query().replace("%20offline_access", ""))), VERIFIER);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).has("refresh_token")).isFalse();
  }

  @Test
  void a_withdrawn_consent_ends_everything() {
    var token = refreshToken(redeem(code(authorize(query())), VERIFIER));

    halo.send(halo.request("/control/grants").DELETE());

    assertThat(json(refresh(token)).path("error").asString()).isEqualTo("invalid_grant");
  }

  @Test
  void the_user_may_refuse() {
    SIMULATOR.control().denyAuthorizations(true);
    try {
      assertThat(location(authorize(query()))).contains("?error=access_denied&state=");
    } finally {
      SIMULATOR.control().denyAuthorizations(false);
    }
  }

  @Test
  void further_applications_may_sign_in_until_they_are_taken_away() {
    SIMULATOR.control().putApplication("second", "its secret");
    var form = "grant_type=client_credentials&client_id=second&client_secret=its+secret";

    assertThat(halo.token("", form).statusCode()).isEqualTo(200);
    SIMULATOR.control().removeApplication("second");
    assertThat(halo.token("", form).statusCode()).isEqualTo(401);
  }

  private static String query() {
    return "client_id="
        + CONFIG.clientId()
        + "&redirect_uri="
        + Params.encoded(REDIRECT)
        + "&response_type=code&scope=all%20offline_access&state=a%2Fb&code_challenge="
        + Grants.challenge(VERIFIER)
        + "&code_challenge_method=S256";
  }

  private HttpResponse<String> authorize(String query) {
    return halo.send(halo.request("/auth/authorize?" + query));
  }

  private HttpResponse<String> redeem(String code, String verifier) {
    return redeem(code, verifier, REDIRECT);
  }

  private HttpResponse<String> redeem(String code, String verifier, String redirect) {
    return halo.token(
        "",
        "grant_type=authorization_code&client_id=%s&code=%s&redirect_uri=%s&code_verifier=%s"
            .formatted(CONFIG.clientId(), code, Params.encoded(redirect), verifier));
  }

  private HttpResponse<String> refresh(String token) {
    return halo.token(
        "",
        "grant_type=refresh_token&client_id=%s&refresh_token=%s"
            .formatted(CONFIG.clientId(), token));
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(302);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static String code(HttpResponse<String> answer) {
    return location(answer).replaceAll(".*code=([^&]*).*", "$1");
  }

  private static String refreshToken(HttpResponse<String> answer) {
    return json(answer).path("refresh_token").asString();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return Json.MAPPER.readTree(answer.body());
  }
}

package ai.superit.halo.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GraphqlEndpointTest {
  private static final String HELLO = "{\"query\":\"{ hello }\"}";

  private TestApi api;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    api = TestApi.start(folder);
  }

  @AfterAll
  void stop() {
    api.close();
  }

  @Test
  void answers_a_query_for_the_bearer_of_a_token() {
    var response = api.query("{ caller hello(name: \"Ünal 🏊\") }");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo("{\"data\":{\"caller\":\"user-1\",\"hello\":\"Hello Ünal 🏊\"}}");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "\"x\"",
        "{\"a\":",
        "[" + HELLO + "]",
        "{\"query\":null}",
        "{\"query\":1}",
        "{\"query\":{}}",
        "{\"query\":[]}",
        "{\"query\":\"\"}",
        "{\"query\":\"{ hello }\",\"variables\":[]}",
        "{\"query\":\"{ hello }\",\"variables\":\"x\"}",
        "{\"query\":\"{ hello }\",\"operationName\":{}}",
        "{\"query\":\"{ hello }\",\"extensions\":\"x\"}",
        "{\"query\":\"{ hello }\",\"query\":\"{ caller }\"}",
        "{\"query\":\"query a { hello } query b { hello }\"}",
        "{\"query\":\"query a { hello }\",\"operationName\":\"b\"}",
        "{\"query\":\"query a { hello } query b { hello }\",\"operationName\":\"\"}",
        "{\"query\":\"{ hello }\"} {}",
        "{\"query\":\"subscription { ticks }\"}",
        "{\"query\":\"{ hello }\",\"extensions\":{\"persistedQuery\":{\"sha256Hash\":\"00\"}}}",
        "{\"query\":\"{ hello(name: \\\"a\\\\u0000b\\\") }\"}",
        "{\"query\":\"{ hello }\",\"variables\":{\"a\":\"\\u0000\"}}",
        "{\"query\":\"{ hello }\",\"variables\":{\"a\":\"\\ud800\"}}",
        "{\"query\":\"{ hello }\",\"variables\":{\"a\":1e999}}"
      })
  void refuses_a_body_that_is_no_request(String body) {
    var response = api.post("application/json", "application/json", body);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(TestApi.code(response)).isEqualTo("BAD_REQUEST");
    assertThat(TestApi.json(response).has("data")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#",
        "{",
        "{ nothing }",
        "{ hello { x } }",
        "{ number(of: 2147483648) }",
        "{ number(of: 1e3) }",
        "{ number(of: \"1\") }",
        "{ number(kind: PRIME) }",
        "query($n: Int) { number(of: $n) { x } }",
        "{ number(of: 1e999999999) }"
      })
  void answers_an_invalid_document_by_the_media_type(String document) {
    var body =
        new tools.jackson.databind.json.JsonMapper().writeValueAsString(Map.of("query", document));
    var older = api.post("application/json", "application/json", body);
    var newer = api.post("application/json", "application/graphql-response+json", body);

    assertThat(older.statusCode()).isEqualTo(200);
    assertThat(newer.statusCode()).isEqualTo(400);
    assertThat(TestApi.code(newer)).isEqualTo("BAD_REQUEST");
    assertThat(newer.body())
        .doesNotContain("Value{", "graphql.", "Exception", "mean")
        .hasSizeLessThan(2_000);
  }

  @Test
  void echoes_at_most_a_hundred_characters_of_a_value() {
    var response = api.query("{ number(of: \"" + "y".repeat(5_000) + "\") }");

    assertThat(response.body()).contains("y".repeat(80)).doesNotContain("y".repeat(101));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json                                          | application/json
          application/graphql-response+json                         | application/graphql-response+json
          */*                                                       | application/json
          application/*                                             | application/json
          application/json;q=0.5, application/graphql-response+json | application/graphql-response+json
          application/graphql-response+json;q=0.1, application/json | application/json
          application/graphql-response+json, application/json       | application/graphql-response+json
          text/html, application/json;q=0.1                         | application/json
          application/json; charset=utf-8                           | application/json
          """)
  void answers_in_the_form_that_is_preferred(String accept, String type) {
    var response = api.post("application/json", accept, HELLO);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(type + "; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/html", "*/*;q=0", "application/xml", "application/json;charset=latin1"})
  void offers_no_other_form(String accept) {
    assertThat(api.post("application/json", accept, HELLO).statusCode()).isEqualTo(406);
    assertThat(api.post("application/json", "text/a,".repeat(1_000), HELLO).statusCode())
        .isEqualTo(406);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        "application/graphql", "application/json; charset=utf-16", "application/jsonp"
      })
  void reads_json_in_utf8_only(String contentType) {
    var response = api.post(contentType, "*/*", HELLO);

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void refuses_a_body_in_another_encoding() {
    var request = api.request("/graphql").header("Content-Type", "application/json");

    var invalid = api.send(request.POST(BodyPublishers.ofByteArray(new byte[] {'{', (byte) 0xff})));
    var zipped = api.send(request.copy().header("Content-Encoding", "gzip"));

    assertThat(invalid.statusCode()).isEqualTo(400);
    assertThat(zipped.statusCode()).isIn(400, 415);
  }

  @Test
  void refuses_a_body_that_is_too_large() {
    var body = "{\"query\":\"{ hello }\",\"x\":\"" + "x".repeat(256 * 1024) + "\"}";

    assertThat(api.post("application/json", "*/*", body).statusCode()).isEqualTo(413);
  }

  @Test
  void a_body_that_is_too_large_and_breaks_off_is_too_large() throws IOException {
    var chunk = "x".repeat(0x50000);

    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket.setSoTimeout(30_000);
      send(
          api,
          socket,
          "Transfer-Encoding: chunked\r\n\r\n50000\r\n" + chunk + "\r\nzz\r\n{}\r\n0\r\n\r\n");

      assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
          .isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void gives_up_on_a_body_that_does_not_arrive(@TempDir Path folder) throws IOException {
    try (var impatient = TestApi.start(folder, TestApi.impatient(Duration.ofSeconds(2)))) {
      assertThat(answer(impatient, "Content-Length: 100\r\n\r\n{"))
          .satisfiesAnyOf(
              text -> assertThat(text).isEmpty(), text -> assertThat(text).contains(" 408 "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz", "-5", "7fffffffffffffff"})
  void refuses_chunks_of_no_possible_size(String size) throws IOException {
    assertThat(answer(api, "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n{}\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("BAD_REQUEST");
  }

  /// All that the server sends to a request whose headers end like this, until it closes.
  private static String answer(TestApi api, String rest) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket.setSoTimeout(30_000);
      send(api, socket, rest);
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static void send(TestApi api, Socket socket, String rest) throws IOException {
    var head =
        "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer "
            + api.issuer.token()
            + "\r\n"
            + rest;
    socket.getOutputStream().write(head.getBytes(UTF_8));
  }

  @Test
  void runs_queries_by_get() {
    var response = get("query($n:Int){number(of:$n)}", "&variables=" + encoded("{\"n\":4}"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"data\":{\"number\":4}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mutation { rename(name: \"a\") }", "subscription { ticks }"})
  void runs_nothing_but_queries_by_get(String document) {
    var response = get(document, "");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"&query=%7Bhello%7D", "&variables=x", "&variables=%5B%5D"})
  void refuses_unclear_parameters_by_get(String more) {
    assertThat(get("{ hello }", more).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "PATCH"})
  void serves_no_other_method(String method) {
    var response =
        api.send(
            api.request("/graphql")
                .header("Origin", "https://evil.test")
                .method(method, BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?access_token=TOKEN", "?authorization=Bearer+TOKEN"})
  void answers_every_missing_or_bad_token_alike(String query) {
    var path = "/graphql" + query.replace("TOKEN", api.issuer.token());
    var request =
        HttpRequest.newBuilder(api.address(path))
            .header("Content-Type", "application/json")
            .header("Cookie", "token=" + api.issuer.token())
            .POST(BodyPublishers.ofString(HELLO));
    var none = api.send(request);
    var bad = api.send(request.copy().header("Authorization", "Bearer x.y.z"));

    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    assertThat(bad.statusCode()).isEqualTo(401);
    assertThat(bad.body()).isEqualTo(none.body()).contains("UNAUTHORIZED");
  }

  @Test
  void hides_the_cause_of_an_internal_error() {
    var response = api.query("{ broken hello }");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(TestApi.code(response)).isEqualTo("INTERNAL_ERROR");
    assertThat(TestApi.error(response).path("message").asString()).isEqualTo("internal error");
    assertThat(TestApi.error(response).path("extensions").has("errorId")).isTrue();
    assertThat(response.body()).doesNotContain("vault", "Exception");
    assertThat(TestApi.json(response).path("data").path("hello").isString()).isTrue();
  }

  @Test
  void gives_null_data_when_a_required_field_fails() {
    var response = api.query("{ strictlyBroken }");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(TestApi.json(response).path("data").isNull()).isTrue();
    assertThat(response.body()).contains("\"path\":[\"strictlyBroken\"]");
  }

  @Test
  void passes_on_the_code_that_a_fetcher_chose() {
    assertThat(TestApi.code(api.query("{ hidden }"))).isEqualTo("FORBIDDEN");
  }

  @Test
  void runs_mutations_by_post() {
    assertThat(api.query("mutation { rename(name: \"b\") }").body())
        .isEqualTo("{\"data\":{\"rename\":\"b\"}}");
  }

  @ParameterizedTest
  @CsvSource({"/graphql, application/json", "/graphql/stream, text/event-stream"})
  void logs_a_failure_with_the_id_of_its_request(String path, String accept) {
    var id = "told-by-" + accept.length();
    var logged = new LoggedWithContext();
    try (var _ = logged.of(InternalErrors.class)) {
      api.send(
          api.request(path)
              .header("X-Request-Id", id)
              .header("Content-Type", "application/json")
              .header("Accept", accept)
              .POST(BodyPublishers.ofString("{\"query\":\"{ broken }\"}")));
    }

    assertThat(logged.messages("request_id", id))
        .singleElement()
        .asString()
        .contains("event=internal_error", "at=/broken");
  }

  @ParameterizedTest
  @CsvSource({"abc-1_Z, true", "'a b', false", "'<x>', false", "'', false"})
  void keeps_a_harmless_request_id(String sent, boolean kept) {
    var request = api.request("/graphql?query=%7Bhello%7D").header("X-Request-Id", sent);
    var id = api.send(request).headers().firstValue("X-Request-Id").orElseThrow();

    assertThat(id.equals(sent)).isEqualTo(kept);
    assertThat(id).matches("[A-Za-z0-9_-]{1,64}");
  }

  @Test
  void serves_the_page_for_trying_queries_from_itself_alone() {
    var page = api.send(HttpRequest.newBuilder(api.address("/graphiql")));

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'");
    assertThat(page.body()).doesNotContain("http://", "https://", "<script>");
    page.body()
        .lines()
        .filter(line -> line.contains("=\"/"))
        .map(line -> line.replaceAll(".*=\"(/[^\"]+)\".*", "$1"))
        .forEach(this::requireServed);
  }

  private void requireServed(String path) {
    assertThat(api.send(HttpRequest.newBuilder(api.address(path))).statusCode())
        .as(path)
        .isEqualTo(200);
  }

  private HttpResponse<String> get(String document, String more) {
    return api.send(api.request("/graphql?query=" + encoded(document) + more));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}

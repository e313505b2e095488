package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A person who looks at the webhooks in HaloPSA, and changes them there.
final class HaloAdministrator implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI halo;
  private final String token;

  HaloAdministrator(TestTenant tenant) {
    halo = tenant.simulator().uri();
    var form =
        "grant_type=client_credentials&scope=all&client_id=%s&client_secret=%s"
            .formatted(tenant.tenant().clientId(), tenant.tenant().clientSecret());
    var request =
        HttpRequest.newBuilder(halo.resolve("/auth/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    token = sent(request).path("access_token").asString();
  }

  JsonNode webhook() {
    return webhooks().path(0);
  }

  JsonNode webhooks() {
    return sent(request("?type=0").GET());
  }

  /// @param fields of a webhook as JSON; of a new one, or with the `id` of one that is there
  void save(String fields) {
    var body = BodyPublishers.ofString("[{" + fields + "}]");
    var _ = sent(request("").header("Content-Type", "application/json").POST(body));
  }

  void edit(JsonNode webhook, String field) {
    save("\"id\":\"%s\",%s".formatted(webhook.path("id").asString(), field));
  }

  void delete(JsonNode webhook) {
    var _ = sent(request("/" + webhook.path("id").asString()).DELETE());
  }

  private HttpRequest.Builder request(String rest) {
    return HttpRequest.newBuilder(halo.resolve("/api/Webhook" + rest))
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode sent(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isBetween(200, 299);
      return JSON.readTree(answer.body());
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}

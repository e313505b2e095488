package ai.superit.halo.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the service's own GraphQL endpoint, as any other user of it would.
final class GraphqlCaller implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI endpoint;
  private final String token;

  GraphqlCaller(URI endpoint, String token) {
    this.endpoint = endpoint;
    this.token = token;
  }

  /// The `data` of the answer.
  ///
  /// @throws IllegalStateException if the answer has errors, or a payload has user errors
  JsonNode ask(String document, Map<String, ?> variables) {
    var body = JSON.writeValueAsString(Map.of("query", document, "variables", variables));
    var request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/json")
            .header("Accept", "application/graphql-response+json")
            .header("Authorization", "Bearer " + token)
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      var answer = JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
      if (answer.has("errors")) {
        throw new IllegalStateException("GraphQL answered " + answer.get("errors"));
      }
      for (var payload : answer.path("data")) {
        if (!payload.path("userErrors").isEmpty()) {
          throw new IllegalStateException("GraphQL answered " + payload.get("userErrors"));
        }
      }
      return answer.path("data");
    } catch (IOException failed) {
      throw new UncheckedIOException("the service does not answer at " + endpoint, failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while waiting for an answer", stopped);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

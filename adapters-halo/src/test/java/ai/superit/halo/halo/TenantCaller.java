package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;

/// Calls a simulated tenant as another program would that signed in with these scopes.
final class TenantCaller {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final SimulatedTenant tenant;
  private final String token;

  TenantCaller(SimulatedTenant tenant, String scopes) {
    this.tenant = tenant;
    var config = tenant.config;
    var form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s"
            .formatted(config.clientId(), config.clientSecret(), URLEncoder.encode(scopes, UTF_8));
    var request =
        request("/auth/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    this.token = json(send(request)).path("access_token").asString();
  }

  boolean mayRead(String resource) {
    return isAllowed(send(called(resource + "?count=1")));
  }

  /// Tries it with a body that changes nothing.
  boolean mayPost(String resource) {
    return isAllowed(send(called(resource).POST(BodyPublishers.ofString("[]"))));
  }

  JsonNode posted(String resource, String body) {
    return json(send(called(resource).POST(BodyPublishers.ofString(body))));
  }

  void delete(String path) {
    send(called(path).DELETE());
  }

  private static boolean isAllowed(HttpResponse<String> answer) {
    return switch (answer.statusCode()) {
      case 200, 400 -> true;
      case 403 -> false;
      default -> throw new AssertionError(answer.statusCode() + " " + answer.body());
    };
  }

  private static JsonNode json(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return Json.tree(answer.body().getBytes(UTF_8));
  }

  private HttpRequest.Builder called(String path) {
    return request("/api/" + path).header("Authorization", "Bearer " + token);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(tenant.simulator.uri() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}

package ai.superit.halo.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// Calls a simulator as a foreign program would.
final class HaloCaller {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final HaloSimulator simulator;
  private final SimulatorConfig config;
  private String token = "";

  HaloCaller(HaloSimulator simulator, SimulatorConfig config) {
    this.simulator = simulator;
    this.config = config;
  }

  HaloCaller signedIn(String scope) {
    token =
        Json.read(token("", form(scope)).body().getBytes(StandardCharsets.UTF_8))
            .path("access_token")
            .asString();
    return this;
  }

  String form(String scope) {
    return "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s"
        .formatted(
            config.clientId(),
            config.clientSecret(),
            URLEncoder.encode(scope, StandardCharsets.UTF_8));
  }

  HttpResponse<String> token(String query, String form) {
    var request =
        request("/auth/token" + query).header("Content-Type", "application/x-www-form-urlencoded");
    return send(request.POST(BodyPublishers.ofString(form)));
  }

  HttpResponse<String> get(String path) {
    return send(request(path).header("Authorization", "Bearer " + token));
  }

  JsonNode json(String path) {
    var response = get(path);
    if (response.statusCode() != 200) {
      throw new AssertionError(path + " answered " + response.statusCode() + " " + response.body());
    }
    return Json.MAPPER.readTree(response.body());
  }

  HttpResponse<String> post(String path, String body) {
    return send(
        request(path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> delete(String path) {
    return send(request(path).header("Authorization", "Bearer " + token).DELETE());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(simulator.uri() + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

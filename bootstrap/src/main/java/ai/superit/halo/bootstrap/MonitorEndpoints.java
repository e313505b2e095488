package ai.superit.halo.bootstrap;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.Supplier;

/// Health for whoever starts and watches processes, and metrics for Prometheus. Neither names a
/// tenant.
final class MonitorEndpoints implements HttpService {
  private final Supplier<Readiness> readiness;
  private final Metrics metrics;

  MonitorEndpoints(Supplier<Readiness> readiness, Metrics metrics) {
    this.readiness = readiness;
    this.metrics = metrics;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/health/live", (_, response) -> json(response, "{\"status\":\"UP\"}"))
        .get("/health/ready", this::ready)
        .get("/metrics", this::scrape);
  }

  private void ready(ServerRequest request, ServerResponse response) {
    var found = readiness.get();
    response.status(found.isReady() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
    json(response, found.json());
  }

  private void scrape(ServerRequest request, ServerResponse response) {
    response
        .header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
        .send(metrics.scrape());
  }

  private static void json(ServerResponse response, String body) {
    response
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .send(body);
  }
}

package ai.superit.halo.bootstrap;

import ai.superit.halo.simulator.TenantControl;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The whole service over HTTP, which looks every five seconds at its tenant and at the webhook
/// there; and the person who may change that webhook in HaloPSA.
final class WatchedTenant implements AutoCloseable {
  final HaloAdministrator administrator;
  private final HttpClient http = HttpClient.newHttpClient();
  private final TestTenant tenant;
  private final Service service;
  private final GraphqlCaller manager;
  private final String connection;

  WatchedTenant(Path folder) throws IOException {
    tenant = new TestTenant(folder);
    Files.writeString(
        tenant.config(),
        "webhooks:\n  check: 5s\nsync:\n  poll: 5s\nalerts:\n  evaluate: 1s\n",
        StandardOpenOption.APPEND);
    administrator = new HaloAdministrator(tenant);
    service = Service.start(settings());
    manager = tenant.manager();
    connection = tenant.connectAndSync();
  }

  Settings settings() {
    return Settings.read(SettingsSource.of(tenant.config(), Map.of()));
  }

  TenantControl control() {
    return tenant.simulator().control();
  }

  void execute(String sql) throws SQLException {
    tenant.execute(sql);
  }

  boolean isReady() {
    return tenant.isReady();
  }

  @Override
  public void close() {
    http.close();
    administrator.close();
    manager.close();
    service.close();
    tenant.close();
  }

  /// @param document may take the connection as `$id`
  JsonNode ask(String document) {
    return ask(document, Map.of());
  }

  JsonNode ask(String document, Map<String, String> more) {
    var variables = new HashMap<>(more);
    variables.put("id", connection);
    return manager.ask(document, variables);
  }

  String got(String path) {
    try {
      var request = HttpRequest.newBuilder(tenant.base().resolve(path)).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  long repairs() {
    return setup().path("repairs").asLong();
  }

  JsonNode setup() {
    return ask("""
    query($id: ID!) {
      haloConnection(id: $id) {
        webhook { setup { status problems repairs lastRepaired events { numbers } } }
      }
    }
    """)
        .at("/haloConnection/webhook/setup");
  }

  /// As its steps say.
  void type(JsonNode prepared) {
    var events = new ArrayList<JsonNode>();
    for (var event : setup().path("events")) {
      event.path("numbers").forEach(events::add);
    }
    administrator.save(
        """
        "name": "Super IT", "url": %s, "method": 0, "content_type": "application/json",
        "authentication_type": 3, "authentication_header": %s, "basic_password": %s,
        "payload_type": 0, "events": %s, "active": true
        """
            .formatted(
                prepared.path("address"),
                prepared.path("header"),
                prepared.path("secret"),
                events));
  }

  boolean isTold(long ticket) {
    return isTold("TICKET " + ticket);
  }

  boolean isTold(String record) {
    return delivery(record).path("state").asString("").equals("APPLIED");
  }

  JsonNode delivery(long ticket) {
    return delivery("TICKET " + ticket);
  }

  /// The last one about this record.
  JsonNode delivery(String record) {
    return ask("""
    query($id: ID!) {
      deliveries(connectionId: $id, first: 1, record: "%s") {
        edges { node { state events receivedAt } }
      }
    }
    """
            .formatted(record))
        .at("/deliveries/edges/0/node");
  }

  boolean isMirrored(long ticket) {
    return !ask("query($id: ID!) { ticketByNumber(connectionId: $id, number: %d) { summary } }"
            .formatted(ticket))
        .at("/ticketByNumber/summary")
        .asString("")
        .isEmpty();
  }
}

package ai.superit.halo.bootstrap;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Does through GraphQL what a manager does on the first evening: connects the tenant, syncs it,
/// makes teams, links clients and turns the webhook on. What an earlier start has done already is
/// left alone.
final class DemoSetup {
  static final String MANAGER_TEAM = "msp-managers";

  private static final String CONNECTION = "Demo tenant";

  /// The demo's managed teams; every client is linked to one of them in turn, but for the last
  /// ones.
  static final Map<String, String> TEAMS =
      Map.of(
          "service-desk", "Service desk",
          "infrastructure", "Infrastructure",
          "projects", "Projects");

  private static final List<String> TEAM_ORDER =
      List.of("service-desk", "service-desk", "infrastructure", "projects");
  private static final int UNLINKED = 3;

  /// Fewer than GraphQL takes in one list.
  private static final int LINKED_AT_ONCE = 500;

  private static final Duration SYNC_LIMIT = Duration.ofMinutes(30);
  private static final List<String> RESOURCES =
      List.of("LOOKUPS", "CLIENTS", "SITES", "CONTACTS", "ASSETS", "TICKETS", "INVOICES");

  /// How to reach the tenant.
  record Tenant(String url, String name, String clientId, String clientSecret) {}

  /// @param team key of the team that it is linked to, or empty
  record LinkedClient(String id, String team) {}

  private final GraphqlCaller manager;
  private final PrintStream out;

  DemoSetup(GraphqlCaller manager, PrintStream out) {
    this.manager = manager;
    this.out = out;
  }

  /// @return the id of the connection
  String connectAndSync(Tenant tenant) {
    var connection = connect(tenant);
    var missing = missing(runs(connection));
    if (!missing.isEmpty()) {
      sync(connection, missing);
    }
    createTeams();
    link(connection);
    manager.ask(
        "mutation($id: ID!) { registerWebhook(connectionId: $id) { address userErrors { message } } }",
        Map.of("id", connection));
    return connection;
  }

  /// Connects the tenant unless an earlier start did.
  ///
  /// @return the id of the connection, which Halo has let in
  String connect(Tenant tenant) {
    var existing = existing();
    var connection = existing.isMissingNode() ? create(tenant) : existing.path("id").asString();
    if (!existing.at("/status/state").asString("").equals("CONNECTED")) {
      test(connection);
    }
    return connection;
  }

  /// Where the tenant posts its deliveries to.
  URI webhook(String connection) {
    var query = "query($id: ID!) { haloConnection(id: $id) { webhook { address } } }";
    var address =
        manager.ask(query, Map.of("id", connection)).at("/haloConnection/webhook/address");
    return URI.create(address.asString());
  }

  /// The connection of an earlier start, under whatever name it goes now; missing if there is none.
  private JsonNode existing() {
    var all =
        manager
            .ask("{ haloConnections { id name status { state } } }", Map.of())
            .path("haloConnections");
    return all.valueStream()
        .filter(each -> each.path("name").asString().equals(CONNECTION))
        .findFirst()
        .orElse(all.path(0));
  }

  /// @return the id of a connection that is not tested yet
  String create(Tenant tenant) {
    var created =
        manager.ask(
            """
            mutation($input: CreateHaloConnectionInput!) {
              createHaloConnection(input: $input) {
                connection { id }
                userErrors { field message }
              }
            }
            """,
            Map.of(
                "input",
                Map.of(
                    "name", CONNECTION,
                    "tenantUrl", tenant.url(),
                    "tenantName", tenant.name(),
                    "clientId", tenant.clientId(),
                    "clientSecret", tenant.clientSecret())));
    return created.at("/createHaloConnection/connection/id").asString();
  }

  private void test(String connection) {
    var tested =
        manager.ask(
            """
            mutation($id: ID!) {
              testHaloConnection(connectionId: $id) {
                passed
                checks { step result finding remedy }
                userErrors { message }
              }
            }
            """,
            Map.of("id", connection));
    if (!tested.at("/testHaloConnection/passed").asBoolean()) {
      throw new IllegalStateException(
          "the simulated tenant refused the connection: "
              + tested.at("/testHaloConnection/checks"));
    }
  }

  private static List<String> missing(JsonNode runs) {
    var missing = new ArrayList<>(RESOURCES);
    for (var run : runs) {
      if (run.path("state").asString().equals("COMPLETE")) {
        missing.remove(run.path("resource").asString());
      }
    }
    return missing;
  }

  private JsonNode runs(String connection) {
    return manager
        .ask(
            """
            query($id: ID!) {
              mirrorStatus(connectionId: $id) {
                runs { id resource state gap predictedFinish tally { expected distinct } }
              }
            }
            """,
            Map.of("id", connection))
        .at("/mirrorStatus/runs");
  }

  private void sync(String connection, List<String> resources) {
    var earlier = new HashSet<String>();
    runs(connection).forEach(run -> earlier.add(run.path("id").asString()));
    manager.ask(
        """
        mutation($id: ID!, $resources: [SyncResource!]!) {
          startSync(connectionId: $id, resources: $resources) { userErrors { message } }
        }
        """,
        Map.of("id", connection, "resources", resources));
    var began = Instant.now();
    var shown = "";
    while (true) {
      var runs = runs(connection);
      var progress = progress(runs, Instant.now());
      if (!progress.equals(shown)) {
        out.print("\r" + progress + " ".repeat(Math.max(0, shown.length() - progress.length())));
        out.flush();
        shown = progress;
      }
      if (missing(runs).isEmpty()) {
        out.println();
        return;
      }
      refuseFailures(runs, earlier);
      if (Duration.between(began, Instant.now()).compareTo(SYNC_LIMIT) > 0) {
        throw new IllegalStateException("the first sync took too long; see the service's log");
      }
      pause();
    }
  }

  /// @param earlier ids of runs that were there before; how they ended is no longer news
  private static void refuseFailures(JsonNode runs, Set<String> earlier) {
    for (var run : runs) {
      if (RESOURCES.contains(run.path("resource").asString())
          && List.of("FAILED", "SHORT").contains(run.path("state").asString())
          && !earlier.contains(run.path("id").asString())) {
        throw new IllegalStateException(
            "the first sync of %s ended %s: %s"
                .formatted(
                    run.path("resource").asString(),
                    run.path("state").asString(),
                    run.path("gap").asString("")));
      }
    }
  }

  /// One line: what each resource has of what is expected, and when the one that is read now should
  /// be done.
  static String progress(JsonNode runs, Instant now) {
    var parts = new ArrayList<String>();
    for (var resource : RESOURCES) {
      for (var run : runs) {
        if (run.path("resource").asString().equals(resource)) {
          parts.add(
              "%s %d/%d"
                      .formatted(
                          resource.toLowerCase(Locale.ROOT),
                          run.at("/tally/distinct").asLong(),
                          run.at("/tally/expected").asLong())
                  + left(run, now));
        }
      }
    }
    return "Syncing: " + String.join(", ", parts);
  }

  private static String left(JsonNode run, Instant now) {
    var finish = run.path("predictedFinish").asString("");
    if (finish.isEmpty() || !run.path("state").asString().equals("RUNNING")) {
      return "";
    }
    var seconds = Math.max(0, Duration.between(now, Instant.parse(finish)).toSeconds());
    return " (about %d s left)".formatted(seconds);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped during the first sync", stopped);
    }
  }

  private void createTeams() {
    var known = new ArrayList<String>();
    manager
        .ask("{ teams { key } }", Map.of())
        .path("teams")
        .forEach(team -> known.add(team.path("key").asString()));
    TEAMS.forEach((key, name) -> {
      if (!known.contains(key)) {
        manager.ask(
            """
            mutation($key: String!, $name: String!) {
              createTeam(key: $key, name: $name) { userErrors { field message } }
            }
            """,
            Map.of("key", key, "name", name));
      }
    });
  }

  private void link(String connection) {
    var teams = new HashMap<String, String>();
    manager
        .ask("{ teams { id key } }", Map.of())
        .path("teams")
        .forEach(team -> teams.put(team.path("key").asString(), team.path("id").asString()));
    var clients = clients(connection);
    for (var key : TEAMS.keySet()) {
      unlinked(clients, key)
          .forEach(slice -> link(connection, slice, requireNonNull(teams.get(key), key)));
    }
  }

  /// The slices of a team's share that an earlier start did not come to: it links the clients of a
  /// slice together. One of which a client has the team keeps the links that people gave it.
  ///
  /// @return ids of clients without a team
  static List<List<String>> unlinked(List<LinkedClient> clients, String team) {
    return slices(share(clients, team)).stream()
        .filter(slice -> slice.stream().noneMatch(client -> client.team().equals(team)))
        .map(slice ->
            slice.stream().filter(client -> client.team().isEmpty()).map(LinkedClient::id).toList())
        .filter(slice -> !slice.isEmpty())
        .toList();
  }

  static <T> List<List<T>> slices(List<T> clients) {
    return IntStream.range(0, Math.ceilDiv(clients.size(), LINKED_AT_ONCE))
        .map(slice -> slice * LINKED_AT_ONCE)
        .mapToObj(from -> clients.subList(from, Math.min(from + LINKED_AT_ONCE, clients.size())))
        .toList();
  }

  /// The clients that get the team at the first start.
  private static List<LinkedClient> share(List<LinkedClient> clients, String team) {
    return IntStream.range(0, clients.size() - UNLINKED)
        .filter(i -> TEAM_ORDER.get(i % TEAM_ORDER.size()).equals(team))
        .mapToObj(clients::get)
        .toList();
  }

  private void link(String connection, List<String> clients, String team) {
    manager.ask(
        """
        mutation($connection: ID!, $clients: [ID!]!, $team: ID!) {
          linkClients(connectionId: $connection, clientIds: $clients, teamId: $team) {
            rerouted
            userErrors { field message }
          }
        }
        """,
        Map.of("connection", connection, "clients", clients, "team", team));
  }

  private List<LinkedClient> clients(String connection) {
    var clients = new ArrayList<LinkedClient>();
    var after = "";
    while (true) {
      var page =
          manager
              .ask(
                  """
                  query($connection: ID!, $after: String) {
                    clients(filter: { connectionId: $connection }, first: 100, after: $after) {
                      edges { node { id link { teamKey } } }
                      pageInfo { hasNextPage endCursor }
                    }
                  }
                  """,
                  after.isEmpty()
                      ? Map.of("connection", connection)
                      : Map.of("connection", connection, "after", after))
              .path("clients");
      page.path("edges")
          .forEach(edge ->
              clients.add(
                  new LinkedClient(
                      edge.at("/node/id").asString(), edge.at("/node/link/teamKey").asString(""))));
      if (!page.at("/pageInfo/hasNextPage").asBoolean()) {
        return clients;
      }
      after = page.at("/pageInfo/endCursor").asString();
    }
  }
}

package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.simulator.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(10)
class DemoSetupTest {
  @TempDir private Path folder;

  private TestTenant tenant;
  private Service service;
  private GraphqlCaller manager;
  private DemoSetup setup;

  @BeforeEach
  void start() throws IOException {
    tenant = new TestTenant(folder);
    service = Service.start(Settings.read(SettingsSource.of(tenant.config(), Map.of())));
    manager = tenant.manager();
    setup =
        new DemoSetup(
            manager,
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    manager.close();
    service.close();
    tenant.close();
  }

  private Map<String, String> teamsByClient() {
    var teams = new HashMap<String, String>();
    manager
        .ask("{ clients(first: 100) { edges { node { id link { teamKey } } } } }", Map.of())
        .at("/clients/edges")
        .forEach(edge ->
            teams.put(edge.at("/node/id").asString(), edge.at("/node/link/teamKey").asString("")));
    return teams;
  }

  private long count(String team) {
    return teamsByClient().values().stream().filter(team::equals).count();
  }

  private void unlink(String connection, int howMany) {
    var clients = new ArrayList<String>();
    teamsByClient()
        .forEach((client, its) -> {
          if (its.equals("service-desk") && clients.size() < howMany) {
            clients.add(client);
          }
        });
    manager.ask(
        """
        mutation($connection: ID!, $clients: [ID!]!) {
          unlinkClients(connectionId: $connection, clientIds: $clients) {
            userErrors { message }
          }
        }
        """,
        Map.of("connection", connection, "clients", clients));
  }

  @Test
  void a_first_sync_that_failed_is_made_up_for_by_the_next_start() {
    tenant.simulator().control().addFault(Fault.status(404).onPath("*Asset*"));
    assertThatThrownBy(() -> setup.connectAndSync(tenant.tenant())).hasMessageContaining("ASSETS");
    tenant.simulator().control().clearFaults();

    var connection = setup.connectAndSync(tenant.tenant());

    assertThat(connection).isNotEmpty();
    assertThat(teamsByClient().values()).contains("service-desk");
  }

  @Test
  void a_connection_that_was_made_and_not_tested_is_made_up_for_by_the_next_start() {
    var stopped = setup.create(tenant.tenant());

    assertThat(setup.connectAndSync(tenant.tenant())).isEqualTo(stopped);
    assertThat(teamsByClient().values()).contains("service-desk");
  }

  @Test
  void a_team_without_a_client_gets_its_share_and_keeps_it_as_people_change_it() {
    var connection = setup.connectAndSync(tenant.tenant());
    var share = count("service-desk");
    assertThat(share).isGreaterThan(1);

    unlink(connection, 1);
    setup.connectAndSync(tenant.tenant());
    assertThat(count("service-desk")).isEqualTo(share - 1);

    unlink(connection, 100);
    setup.connectAndSync(tenant.tenant());
    assertThat(count("service-desk")).isEqualTo(share);
  }
}

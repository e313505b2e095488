package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Runs in each mode, pauses and scopes, over HTTP from the caller to the tenant.
class ModesTest extends ShortPages {
  @Test
  void what_a_comparison_names_is_mended_by_naming_it() throws SQLException {
    var control = its.control();
    var sites = its.numbers("select site_id from halo.site order by 1 limit 2");
    var renamed = sites.getFirst();
    var created = control.create(Kind.SITE, Map.of("name", "New hall", "client_id", client()));
    control.change(Kind.SITE, renamed.intValue(), Map.of("name", "Renamed hall"));
    var gone = control.create(Kind.SITE, Map.of("name", "Short-lived", "client_id", client()));
    records("SITES", gone);
    control.delete(Kind.SITE, gone);
    var before = its.rows("site");

    compare("SITES");

    var found = comparison("SITES");
    assertThat(found.at("/run/state").asString()).as("%s", found).isEqualTo("COMPLETE");
    assertThat(found.path("equal").asLong()).isEqualTo(before - 2);
    assertThat(found.at("/differences/edges/0/node").toString())
        .startsWith("{\"kind\":\"DIFFERENT\",\"key\":\"" + renamed + "\",\"fields\":[\"name\"");
    assertThat(found.at("/differences/edges/1/node").toString())
        .isEqualTo("{\"kind\":\"MISSING_HERE\",\"key\":\"" + created + "\",\"fields\":[]}");
    assertThat(found.at("/differences/edges/2/node").toString())
        .isEqualTo("{\"kind\":\"MISSING_IN_HALO\",\"key\":\"" + gone + "\",\"fields\":[]}");
    assertThat(its.rows("site")).isEqualTo(before);

    var records = records("SITES", renamed, created, gone);
    assertThat(records.at("/records").toString())
        .isEqualTo(
            "[{\"haloId\":%d,\"outcome\":\"UPDATED\"},{\"haloId\":%d,\"outcome\":\"CREATED\"},{\"haloId\":%d,\"outcome\":\"NOT_FOUND_IN_HALO\"}]"
                .formatted(renamed, created, gone));
    compare("SITES");
    var again = comparison("SITES");
    assertThat(again.path("equal").asLong()).isEqualTo(control.rowCounts().sites());
    assertThat(again.at("/differences/edges").size()).isZero();
  }

  @Test
  void only_changes_are_read_when_only_changes_are_asked_for() throws SQLException {
    var control = its.control();
    var ticket = its.numbers("select min(ticket_id) from halo.ticket where not closed").getFirst();
    its.sync("TICKETS");
    control.changeTicket(ticket.intValue(), Map.of("summary", "Changed by hand"));
    control.resetStatistics();
    var earlier = its.latest("TICKETS", "INCREMENTAL").path("id").asString("");
    its.start("TICKETS", "INCREMENTAL");

    var run = its.ended("TICKETS", "INCREMENTAL", earlier);

    assertThat(run.path("state").asString()).as("%s", run).isEqualTo("COMPLETE");
    assertThat(
            its.count(
                "select count(*) from halo.ticket where summary = 'Changed by hand' and ticket_id = "
                    + ticket))
        .isEqualTo(1);
    assertThat(control.statistics().calls().get("GET /api/tickets"))
        .isLessThan(control.rowCounts().tickets() / 3);
  }

  @Test
  void a_pause_stops_a_run_and_everything_else_until_it_is_over() throws Exception {
    var control = its.control();
    var slow = Fault.always(Fault.Effect.DELAY).after(Duration.ofMillis(100));
    control.addFault(slow.onPath("/api/tickets"));
    control.resetStatistics();
    var earlier = its.start("TICKETS");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> control.statistics().calls().getOrDefault("GET /api/tickets", 0L) > 3);

    its.ask("mutation($id: ID!) { pauseSync(connectionId: $id) { userErrors { code } } }");

    var run = its.ended("TICKETS", earlier);
    assertThat(run.path("state").asString()).isEqualTo("FAILED");
    assertThat(run.path("gap").asString()).contains("paused");
    var stopped = control.statistics().calls().get("GET /api/tickets");
    assertRefused("startSync(connectionId: $id, mode: COMPARE)");
    assertRefused("syncRecords(connectionId: $id, resource: SITES, haloIds: [1])");
    assertThat(control.statistics().calls().get("GET /api/tickets")).isEqualTo(stopped);
    control.clearFaults();

    its.ask("mutation($id: ID!) { resumeSync(connectionId: $id) { userErrors { code } } }");
    var paused = its.latest("TICKETS").path("id").asString();
    // That the pause is over is known a second later; what was stopped begins a minute later.
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> {
          its.start("TICKETS");
          return !its.latest("TICKETS").path("id").asString().equals(paused);
        });
    assertThat(its.ended("TICKETS", paused).path("state").asString()).isEqualTo("COMPLETE");
    assertThat(its.rows("ticket")).isEqualTo(control.rowCounts().tickets());
  }

  @Test
  void a_scope_is_mirrored_and_given_up_again() throws SQLException {
    var client = client();
    var type =
        its.count("select type_id from halo.ticket group by 1 order by count(*) desc limit 1");
    var wanted =
        its.count(
            """
            select count(*)
            from halo.ticket
            where deleted_at is null and not closed and client_id = %d and type_id = %d
              and greatest(opened_at, halo_updated_at) >= now() - interval '90 days'
            """
                .formatted(client, type));

    scoped(
        "{openTicketsOnly: true, ticketDays: 90, ticketClients: [%d], ticketTypes: [%d]}"
            .formatted(client, type));

    assertThat(its.rows("ticket")).isEqualTo(wanted).isPositive();
    scoped("{}");
    assertThat(its.rows("ticket")).isEqualTo(its.control().rowCounts().tickets());
  }

  private void scoped(String scope) {
    var earlier = its.latest("TICKETS").path("id").asString("");
    its.ask(
        "mutation($id: ID!) { saveAndSync(connectionId: $id, scope: %s, resources: [TICKETS]) { userErrors { message } } }"
            .formatted(scope));
    var run = its.ended("TICKETS", earlier);
    assertThat(run.path("state").asString()).as("%s", run).isEqualTo("COMPLETE");
  }

  private long client() throws SQLException {
    return its.count("select client_id from halo.ticket group by 1 order by count(*) desc limit 1");
  }

  private void compare(String resource) {
    var earlier = its.latest(resource, "COMPARE").path("id").asString("");
    its.start(resource, "COMPARE");
    its.ended(resource, "COMPARE", earlier);
  }

  private JsonNode comparison(String resource) {
    for (var found :
        its.ask(
                """
                query($id: ID!) {
                  comparisons(connectionId: $id) {
                    resource equal run { state }
                    differences(first: 100) { edges { node { kind key fields } } }
                  }
                }
                """)
            .path("comparisons")) {
      if (found.path("resource").asString().equals(resource)) {
        return found;
      }
    }
    throw new AssertionError("no comparison of " + resource);
  }

  private JsonNode records(String resource, long... ids) {
    return its.ask(
            """
            mutation($id: ID!) {
              syncRecords(connectionId: $id, resource: %s, haloIds: %s) {
                records { haloId outcome }
                userErrors { code }
              }
            }
            """
                .formatted(resource, Arrays.toString(ids)))
        .path("syncRecords");
  }

  private void assertRefused(String mutation) {
    var document = "mutation($id: ID!) { %s { userErrors { code } } }".formatted(mutation);
    assertThatThrownBy(() -> its.ask(document)).hasMessageContaining("CONFLICT");
  }
}

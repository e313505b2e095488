package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A tenant whose lists move, fail in the middle, miscount or hold rows that nobody can use: the
/// whole service over HTTP has every row or names what is missing.
class LyingTenantTest extends ShortPages {
  @Test
  void page_50_of_a_list_that_fails_fails_the_run_which_goes_on_there() throws SQLException {
    var before = its.rows("ticket");
    var control = its.control();
    control.resetStatistics();
    its.sync("TICKETS");
    var whole = control.statistics().calls().get("GET /api/tickets");
    control.addFault(Fault.status(403).onPath("/api/tickets?*page_no=50&*"));

    var failed = its.sync("TICKETS");
    assertThat(failed.path("state").asString()).isEqualTo("FAILED");
    assertThat(its.rows("ticket")).isEqualTo(before);

    control.clearFaults();
    control.resetStatistics();
    assertThat(its.sync("TICKETS").path("state").asString()).isEqualTo("COMPLETE");
    assertThat(its.rows("ticket")).isEqualTo(before);
    assertThat(control.statistics().calls().get("GET /api/tickets")).isLessThan(whole);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.Effect.class,
      names = {"COUNT_TOO_HIGH", "COUNT_TOO_LOW"})
  void a_total_that_lies_is_a_named_shortfall(Fault.Effect lie) throws SQLException {
    var before = its.rows("contact");
    its.control().addFault(Fault.always(lie).onPath("/api/users"));

    var run = its.sync("CONTACTS");

    // Where a list of changes is said to be empty and is not, the run ends as failed.
    assertThat(run.path("state").asString()).isIn("SHORT", "FAILED");
    assertThat(run.path("gap").asString()).containsAnyOf("Halo counts ", "record_count");
    assertThat(its.rows("contact")).isEqualTo(before);
    its.control().clearFaults();
    assertThat(its.sync("CONTACTS").path("state").asString()).isEqualTo("COMPLETE");
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENTS, client, client",
    "SITES, site, site",
    "CONTACTS, users, contact",
    "ASSETS, asset, asset",
    "TICKETS, tickets, ticket"
  })
  void rows_without_a_number_are_named_and_take_no_other_away(
      String resource, String path, String table) throws SQLException {
    var before = its.rows(table);
    var control = its.control();
    control.addFault(Fault.always(Fault.Effect.ZERO_IDS).onPath("/api/" + path));

    var run = its.sync(resource);

    assertThat(run.path("state").asString()).isEqualTo("SHORT");
    assertThat(run.path("gap").asString()).contains("see the rejected rows");
    assertThat(its.rows(table)).isEqualTo(before);
    control.clearFaults();
    assertThat(its.sync(resource).path("state").asString()).isEqualTo("COMPLETE");
    assertThat(its.rows(table)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENTS, client, client",
    "SITES, site, site",
    "CONTACTS, users, contact",
    "ASSETS, asset, asset",
    "TICKETS, tickets, ticket"
  })
  void records_in_arrays_beside_a_list_are_not_rows_of_it(
      String resource, String path, String table) throws SQLException {
    var before = its.rows(table);
    its.control().addFault(Fault.always(Fault.Effect.SIDE_ARRAYS).onPath("/api/" + path));

    var run = its.sync(resource);

    assertThat(run.path("state").asString()).as("%s", run).isEqualTo("COMPLETE");
    assertThat(its.rows(table)).isEqualTo(before);
  }

  @Test
  void rows_that_move_between_the_pages_are_not_lost() throws SQLException {
    var control = its.control();
    var site = its.numbers("select min(site_id) from halo.site").getFirst();
    var leaving = its.numbers("select contact_id from halo.contact order by 1 limit 3");
    var slow = Fault.always(Fault.Effect.DELAY).after(Duration.ofMillis(200));
    control.addFault(slow.onPath("/api/users"));
    control.resetStatistics();
    var earlier = its.start("CONTACTS");
    for (int change = 0; change < leaving.size(); change++) {
      var calls = 2L * change;
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> control.statistics().calls().getOrDefault("GET /api/users", 0L) > calls);
      control.create(Kind.USER, Map.of("name", "Newcomer " + change, "site_id", site));
      control.delete(Kind.USER, leaving.get(change).intValue());
    }

    var run = its.ended("CONTACTS", earlier);

    if (run.path("state").asString().equals("SHORT")) {
      assertThat(run.path("gap").asString()).isNotBlank();
    } else {
      assertThat(run.path("state").asString()).isEqualTo("COMPLETE");
    }
    control.clearFaults();
    assertThat(its.sync("CONTACTS").path("state").asString()).isEqualTo("COMPLETE");
    assertThat(its.rows("contact")).isEqualTo(control.rowCounts().users());
  }

  @Test
  void rows_that_could_not_be_read_are_stored_when_they_are_tried_again() throws SQLException {
    var before = its.rows("client");
    var control = its.control();
    control.addFault(Fault.always(Fault.Effect.UNREADABLE).onPath("/api/client*"));

    var run = its.sync("CLIENTS");
    assertThat(run.path("state").asString()).isEqualTo("SHORT");
    assertThat(run.path("gap").asString()).startsWith(before + " rows could not be read");
    assertThat(its.rejected().path("totalCount").asLong()).isEqualTo(before);
    assertThat(its.rejected().at("/edges/0/node/reason").asString()).contains("inactive");

    var refused = its.retry();
    assertThat(refused.path("settled").asLong()).isZero();
    assertThat(refused.path("refused").size()).isEqualTo((int) before);
    assertThat(its.rejected().path("totalCount").asLong()).isEqualTo(before);

    control.clearFaults();
    assertThat(its.retry().path("settled").asLong()).isEqualTo(before);
    assertThat(its.rejected().path("totalCount").asLong()).isZero();
    assertThat(its.sync("CLIENTS").path("state").asString()).isEqualTo("COMPLETE");
    assertThat(its.rows("client")).isEqualTo(before);
  }
}

package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.simulator.Fault;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// A tenant that gives short pages, refuses and falls silent: the whole service over HTTP has every
/// row or names what is missing.
class TrapsTest extends ShortPages {
  @Test
  void pages_shorter_than_asked_for_are_read_to_the_end() throws SQLException {
    assertThat(its.rows("client")).isEqualTo(its.control().rowCounts().clients());
    assertThat(its.rows("site")).isEqualTo(its.control().rowCounts().sites());
    assertThat(its.rows("contact")).isEqualTo(its.control().rowCounts().users());
    assertThat(its.rows("asset")).isEqualTo(its.control().rowCounts().assets());
    assertThat(its.rows("ticket")).isEqualTo(its.control().rowCounts().tickets());
  }

  @Test
  void no_note_is_missing_once_all_are_read_though_their_numbers_repeat() throws SQLException {
    var run = its.sync("NOTES");

    assertThat(run.path("state").asString()).as("%s", run).isEqualTo("COMPLETE");
    assertThat(
            its.count(
                """
                select count(*)
                from halo.note
                group by note_id
                order by 1 desc
                limit 1
                """))
        .isGreaterThan(1);
    var gap = its.ask("query($id: ID!) { mirrorStatus(connectionId: $id) { notes { missing } } }");
    assertThat(gap.at("/mirrorStatus/notes/missing").asInt()).isZero();
  }

  @Test
  void an_empty_list_is_never_a_complete_run_even_if_its_deletions_are_approved()
      throws SQLException {
    var before = its.rows("site");
    its.control().addFault(Fault.always(Fault.Effect.NO_ROWS).onPath("/api/site"));

    var run = its.sync("SITES");
    assertThat(run.path("state").asString()).isEqualTo("SHORT");
    assertThat(run.path("gap").asString()).contains("empty list");
    var held = its.held();
    assertThat(held.at("/heldDeletions/0/cause").asString()).isEqualTo("EMPTY_LIST");
    assertThat(held.at("/heldDeletions/0/records").asLong()).isEqualTo(before);
    its.approve(before);

    var approved = its.sync("SITES");
    assertThat(approved.path("state").asString()).isEqualTo("SHORT");
    assertThat(approved.path("gap").asString()).contains("still has " + before);
    assertThat(its.rows("site")).isEqualTo(before);
    its.control().clearFaults();
    assertThat(its.sync("SITES").path("state").asString()).isEqualTo("COMPLETE");
    assertThat(its.held().at("/heldDeletions").size()).isZero();
  }

  @Test
  void a_list_that_fails_ends_the_run_as_failed_and_takes_no_row_away() throws SQLException {
    var before = its.rows("asset");
    its.control().addFault(Fault.status(403).onPath("/api/asset"));

    var failed = its.sync("ASSETS");
    assertThat(failed.path("state").asString()).isEqualTo("FAILED");
    assertThat(failed.path("gap").asString()).isNotBlank();
    assertThat(its.rows("asset")).isEqualTo(before);

    its.control().clearFaults();
    assertThat(its.sync("ASSETS").path("state").asString()).isEqualTo("COMPLETE");
  }
}

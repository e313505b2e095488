package ai.superit.halo.graphql;

import static ai.superit.halo.graphql.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionResult;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTest {
  private static final String CONNECTION = new GlobalId.OfConnection(ACME).encoded();

  private final World world = new World();

  @BeforeEach
  void pause_and_go_on() {
    ask("manager", "mutation ($id: ID!) { pauseSync(connectionId: $id) { userErrors { code } } }");
    ask("manager", "mutation ($id: ID!) { resumeSync(connectionId: $id) { userErrors { code } } }");
  }

  @Test
  void a_manager_sees_who_did_what_and_how_it_was_before() {
    var answer = entries("manager", "");

    assertThat(Answers.at(answer, "auditEntries", "edges", 0, "node"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("id", "2")
        .containsEntry("connectionId", CONNECTION)
        .containsEntry("subject", "somebody")
        .containsEntry("role", "MANAGER")
        .containsEntry("action", "resumeSync")
        .containsEntry("thing", "SYNC_PAUSE")
        .containsEntry("after", null);
    assertThat((String) Answers.at(answer, "auditEntries", "edges", 0, "node", "before"))
        .contains("paused_at");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "assistant", "other manager"})
  void for_others_there_is_nothing(String who) {
    assertThat(Answers.at(entries(who, ""), "auditEntries", "totalCount")).isEqualTo(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | connectionId: $id",
        "0 | connectionId: \"unknown\"",
        "1 | action: \"pauseSync\"",
        "2 | subject: \"somebody\", thing: SYNC_PAUSE",
        "0 | subject: \"somebod\"",
        "0 | thing: TEAM",
        "0 | from: \"2999-01-01T00:00:00Z\"",
        "2 | to: \"2999-01-01T00:00:00Z\"",
      })
  void each_filter_counts(int expected, String filter) {
    assertThat(Answers.at(entries("manager", filter), "auditEntries", "totalCount"))
        .isEqualTo(expected);
  }

  @Test
  void pages_go_on_behind_their_cursor() {
    var query = "query { auditEntries(first: 1%s) { edges { cursor node { id } } } }";
    var first = world.ask(World.MANAGER, query.formatted(""));
    var cursor = (String) Answers.at(first, "auditEntries", "edges", 0, "cursor");
    var second = world.ask(World.MANAGER, query.formatted(", after: \"" + cursor + "\""));

    assertThat(Answers.at(first, "auditEntries", "edges", 0, "node", "id")).isEqualTo("2");
    assertThat(Answers.at(second, "auditEntries", "edges", 0, "node", "id")).isEqualTo("1");
  }

  private ExecutionResult entries(String who, String filter) {
    return ask(
        who,
        """
        query ($id: ID) {
          auditEntries(first: 10 %s) {
            edges {
              node { id at connectionId subject role action thing before after }
            }
            totalCount
          }
          same: auditEntries(connectionId: $id, last: 1) { edges { cursor } }
        }
        """
            .formatted(filter.isEmpty() ? "" : ", " + filter));
  }

  private ExecutionResult ask(String who, String query) {
    return world.ask(World.caller(who), query, Map.of("id", CONNECTION));
  }
}

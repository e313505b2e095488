package ai.superit.halo.graphql;

import static ai.superit.halo.graphql.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.sync.HeldDeletions.Cause;
import ai.superit.halo.application.sync.HeldDeletions.Found;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.testing.Moments;
import graphql.ExecutionResult;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldDeletionsTest {
  private static final String CONNECTION = new GlobalId.OfConnection(ACME).encoded();
  private static final String LIST =
      """
      query ($connection: ID!) {
        heldDeletions(connectionId: $connection) {
          resource cause records living since decision decidedBy
          sample { id number name }
        }
      }
      """;

  private final World world = new World();

  @BeforeEach
  void hold_deletions_back() {
    var run = world.store.runs().begin(ACME, Resource.CLIENTS, Moments.NOON).orElseThrow();
    world.store.held().hold(run, new Found(Cause.GONE, 12, 14), List.of(1L, 2L), Moments.NOON);
  }

  @Test
  void a_manager_sees_what_waits() {
    var answer = ask("manager", LIST);

    assertThat(at(answer, "records")).isEqualTo(12);
    assertThat(at(answer, "living")).isEqualTo(14);
    assertThat(at(answer, "cause")).isEqualTo("GONE");
    assertThat(at(answer, "decision")).isEqualTo("AWAITED");
    assertThat(Answers.at(answer, "heldDeletions", 0, "sample", 1, "name")).isEqualTo("Bolt Cars");
    assertThat(Answers.at(answer, "heldDeletions", 0, "sample", 1, "id"))
        .isEqualTo(World.id(GlobalId.Kind.CLIENT, ACME, 2));
  }

  @Test
  void a_run_tells_of_what_it_held_back_itself() {
    var answer =
        ask(
            "manager",
            """
            query ($connection: ID!) {
              clients: syncRuns(connectionId: $connection, resource: CLIENTS, mode: FULL, first: 1) {
                edges { node { heldDeletions { resource records } } }
              }
              tickets: syncRuns(connectionId: $connection, resource: TICKETS, mode: FULL, first: 1) {
                edges { node { state heldDeletions { records } } }
              }
            }
            """);

    assertThat(Answers.at(answer, "clients", "edges", 0, "node", "heldDeletions"))
        .isEqualTo(Map.of("resource", "CLIENTS", "records", 12));
    assertThat(Answers.at(answer, "tickets", "edges", 0, "node").toString())
        .isEqualTo("{state=SHORT, heldDeletions=null}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "assistant", "other manager"})
  void for_others_nothing_waits_and_nothing_is_decided(String who) {
    assertThat(ask(who, LIST).<Map<String, Object>>getData()).containsEntry("heldDeletions", null);
    ask(who, decide("approve", "CLIENTS", 12));
    assertThat(at(ask("manager", LIST), "decision")).isEqualTo("AWAITED");
  }

  @Test
  void exactly_what_was_seen_is_approved_and_can_be_refused_later() {
    var approved = ask("manager", decide("approve", "CLIENTS", 12));
    var refused = ask("manager", decide("refuse", "CLIENTS", 12));

    assertThat(Answers.at(approved, "approveDeletions", "held", "decision")).isEqualTo("APPROVED");
    assertThat(Answers.at(refused, "refuseDeletions", "held", "decision")).isEqualTo("REFUSED");
    assertThat(at(ask("manager", LIST), "decidedBy")).isEqualTo("somebody");
  }

  @Test
  void another_number_or_resource_is_refused_with_the_reason() {
    var other = ask("manager", decide("approve", "CLIENTS", 11));
    var none = ask("manager", decide("approve", "ASSETS", 12));

    assertThat(code(other, "approve")).isEqualTo("CONFLICT");
    assertThat(Answers.at(other, "approveDeletions", "userErrors", 0, "message"))
        .isEqualTo("is 11, but 12 wait: look at `heldDeletions` again");
    assertThat(code(none, "approve")).isEqualTo("NOT_FOUND");
    assertThat(at(ask("manager", LIST), "decision")).isEqualTo("AWAITED");
  }

  private ExecutionResult ask(String who, String query) {
    return world.ask(World.caller(who), query, Map.of("connection", CONNECTION));
  }

  private static @Nullable Object at(ExecutionResult answer, String field) {
    return Answers.at(answer, "heldDeletions", 0, field);
  }

  private static @Nullable Object code(ExecutionResult answer, String how) {
    return Answers.at(answer, how + "Deletions", "userErrors", 0, "code");
  }

  private static String decide(String how, String resource, int records) {
    return """
    mutation ($connection: ID!) {
      %sDeletions(connectionId: $connection, resource: %s, records: %d) {
        held { decision } userErrors { code field message }
      }
    }
    """
        .formatted(how, resource, records);
  }
}

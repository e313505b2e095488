package ai.superit.halo.graphql;

import static ai.superit.halo.graphql.World.ACME;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.ConnectionStatus;
import graphql.ExecutionResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {
  private static final String CONNECTION = new GlobalId.OfConnection(ACME).encoded();
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final String LIST =
      """
      query ($connection: ID!) {
        deadLetters(connectionId: $connection, first: 10) {
          edges { node { id kind reason attempts receivedAt beginning } }
          totalCount
        }
        deadLetterCauses(connectionId: $connection) { kind reason count oldest newest }
      }
      """;

  private final World world = new World();

  @BeforeEach
  void let_deliveries_die() {
    finish("{", new Disposition.Quarantined("The body is not JSON."));
    finish("{\"object_id\":1}", new Disposition.Parked("Halo answered 500"));
    finish("{\"object_id\":2}", new Disposition.Parked("Halo answered 500"));
  }

  @Test
  void a_manager_sees_what_died_of_what() {
    var answer = ask("manager", LIST);

    assertThat(Answers.at(answer, "deadLetters", "totalCount")).isEqualTo(3);
    assertThat(Answers.at(answer, "deadLetters", "edges", 0, "node", "beginning"))
        .isEqualTo("{\"object_id\":2}");
    assertThat(Answers.at(answer, "deadLetterCauses", 0, "count")).isEqualTo(2);
    assertThat(Answers.at(answer, "deadLetterCauses", 1, "reason"))
        .isEqualTo("The body is not JSON.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "assistant", "other manager"})
  void for_others_there_are_none(String who) {
    var answer = ask(who, LIST);

    assertThat(Answers.at(answer, "deadLetters", "totalCount")).isEqualTo(0);
    assertThat(Answers.at(answer, "deadLetterCauses")).isEqualTo(List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "NEW, true",
    "CONNECTED, true",
    "UNAUTHORIZED, false",
    "NEEDS_AUTHORIZATION, false",
    "FAILED, false"
  })
  void a_forecast_says_whether_the_tenant_can_be_asked(
      ConnectionStatus.State state, boolean works) {
    world.store.connections().setStatus(ACME, new ConnectionStatus(state, "", NOON));

    var answer =
        ask(
            "manager",
            "query ($connection: ID!) { replayForecast(connectionId: $connection) { total"
                + " connectionWorks } }");

    assertThat(Answers.at(answer, "replayForecast", "connectionWorks")).isEqualTo(works);
  }

  @Test
  void a_cause_is_replayed() {
    var answer = ask("manager", replay("reason: \"Halo answered 500\""));

    assertThat(Answers.at(answer, "replayDeadLetters", "replayed")).isEqualTo(2);
    assertThat(world.store.inbox().state(ACME).waiting()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ids: []", "ids: [\"x\"]", "ids: [\"1\", \"-1\"]"})
  void ids_that_cannot_be_meant_change_nothing(String ids) {
    var answer = ask("manager", replay(ids));

    assertThat(Answers.at(answer, "replayDeadLetters", "userErrors", 0, "field"))
        .isEqualTo(List.of("ids"));
    assertThat(world.store.inbox().state(ACME).waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 501})
  void a_reason_that_says_nothing_or_too_much_is_refused(int length) {
    var answer = ask("manager", discard(" " + "x".repeat(length)));

    assertThat(Answers.at(answer, "discardDeadLetters", "userErrors", 0, "field"))
        .isEqualTo(List.of("because"));
    assertThat(world.store.inbox().state(ACME).quarantined()).isEqualTo(1);
  }

  @Test
  void what_is_discarded_needs_a_reason() {
    var done = ask("manager", discard(" " + "x".repeat(500)));

    assertThat(Answers.at(done, "discardDeadLetters", "discarded")).isEqualTo(1);
    assertThat(world.store.inbox().state(ACME).quarantined()).isZero();
  }

  private ExecutionResult ask(String who, String query) {
    return world.ask(World.caller(who), query, Map.of("connection", CONNECTION));
  }

  private static String replay(String which) {
    return """
    mutation ($connection: ID!) {
      replayDeadLetters(connectionId: $connection, %s) {
        replayed userErrors { code field message }
      }
    }
    """
        .formatted(which);
  }

  private static String discard(String because) {
    return """
    mutation ($connection: ID!) {
      discardDeadLetters(connectionId: $connection, kind: QUARANTINED, because: "%s") {
        discarded userErrors { code field message }
      }
    }
    """
        .formatted(because);
  }

  private void finish(String body, Disposition how) {
    var inbox = world.store.inbox();
    inbox.accept(new IncomingDelivery(ACME, NOON, body.getBytes(UTF_8)));
    var claim = inbox.claim(1, Except.NOTHING, Duration.ofMinutes(1), NOON).getFirst().claim();
    inbox.finish(Map.of(claim, how), Map.of(), NOON);
  }
}

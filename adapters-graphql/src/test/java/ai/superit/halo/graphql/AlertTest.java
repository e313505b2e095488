package ai.superit.halo.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.alert.Alert;
import ai.superit.halo.domain.alert.AlertKind;
import ai.superit.halo.domain.testing.Moments;
import graphql.ExecutionResult;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told of alerts, to whom, and what managers may do about them.
class AlertTest {
  private static final String CONNECTION = new GlobalId.OfConnection(World.ACME).encoded();
  private static final String LIST =
      """
      query ($connection: ID!) {
        alerts(connectionId: $connection, first: 9) { edges { node { id state note } } }
        alertRules(connectionId: $connection) { kind enabled threshold minimumSample }
      }
      """;

  private final World world = new World();

  @ParameterizedTest
  @ValueSource(strings = {"agent", "assistant", "other manager"})
  void for_others_there_are_no_alerts_and_nothing_is_changed(String who) {
    var answer = ask(who, LIST);
    assertThat(Answers.at(answer, "alerts", "edges")).isEqualTo(List.of());
    assertThat(answer.<Map<String, Object>>getData()).containsEntry("alertRules", null);

    ask(who, acknowledging(World.ALERT.toString()));
    ask(who, choosing("kind: SECURITY, enabled: false"));

    assertThat(Answers.at(ask("manager", LIST), "alerts", "edges", 0, "node", "state"))
        .isEqualTo("OPEN");
    assertThat(world.store.alerts().chosenRules(World.ACME)).isEmpty();
  }

  @Test
  void who_takes_an_alert_on_is_told_with_the_note() {
    var answer = ask("manager", acknowledging(World.ALERT.toString()));

    assertThat(Answers.at(answer, "acknowledgeAlert", "alert", "state")).isEqualTo("ACKNOWLEDGED");
    assertThat(Answers.at(answer, "acknowledgeAlert", "alert", "acknowledgedBy"))
        .isEqualTo("somebody");
    assertThat(Answers.at(ask("manager", LIST), "alerts", "edges", 0, "node", "note"))
        .isEqualTo("Seen");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "00000000-0000-4000-8000-0000000000ff", ""})
  void an_alert_that_is_not_there_is_named(String id) {
    var answer = ask("manager", acknowledging(id));

    assertThat(error(answer, "acknowledgeAlert", "code")).isEqualTo("NOT_FOUND");
    assertThat(error(answer, "acknowledgeAlert", "field")).isEqualTo(List.of("id"));
  }

  @Test
  void a_note_that_is_too_long_is_refused_with_its_field() {
    var tooLong = acknowledging(World.ALERT.toString()).replace("Seen", "x".repeat(1_001));

    var answer = ask("manager", tooLong);

    assertThat(error(answer, "acknowledgeAlert", "code")).isEqualTo("INVALID");
    assertThat(error(answer, "acknowledgeAlert", "field")).isEqualTo(List.of("note"));
    assertThat(Answers.at(ask("manager", LIST), "alerts", "edges", 0, "node", "state"))
        .isEqualTo("OPEN");
  }

  @Test
  void an_alert_that_is_over_is_not_taken_on() {
    var over = new Alert.Said(Moments.minute(1), "It is on.");
    world.store.alerts().resolve(World.ACME, AlertKind.WEBHOOK_DISABLED, over);

    var answer = ask("manager", acknowledging(World.ALERT.toString()));

    assertThat(error(answer, "acknowledgeAlert", "code")).isEqualTo("CONFLICT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: LATENCY, threshold: 0 | threshold | is 1 to 86400 for this kind, in SECONDS",
        "kind: LATENCY, minimumSample: -1 | minimumSample | is a count of 0 to 1000000",
        "kind: SYNC_FAILURE, threshold: 5 | threshold | cannot be chosen for this kind",
        "kind: SYNC_FAILURE, minimumSample: 5 | minimumSample | cannot be chosen for this kind",
      })
  void a_wrong_rule_is_refused_with_its_field(String rule, String field, String message) {
    var answer = ask("manager", choosing(rule));

    assertThat(error(answer, "setAlertRule", "code")).isEqualTo("INVALID");
    assertThat(error(answer, "setAlertRule", "field")).isEqualTo(List.of(field));
    assertThat((String) error(answer, "setAlertRule", "message")).startsWith(message);
    assertThat(world.store.alerts().chosenRules(World.ACME)).isEmpty();
  }

  @Test
  void what_is_not_given_goes_back_to_what_is_usual() {
    ask("manager", choosing("kind: DELIVERY_FAILURES, threshold: 7, minimumSample: 3"));
    assertThat(firstRule()).containsEntry("threshold", 7).containsEntry("minimumSample", 3);
    ask("manager", choosing("kind: DELIVERY_FAILURES, enabled: false"));

    assertThat(firstRule())
        .containsEntry("enabled", false)
        .containsEntry("threshold", 20)
        .containsEntry("minimumSample", 20);
  }

  @Test
  void pages_go_on_behind_their_cursor() {
    var said = new Alert.Said(Moments.minute(1), "Nothing came.");
    var newest = UUID.randomUUID();
    world.store.alerts().open(World.ACME, newest, AlertKind.SILENCE, said);
    var first = ask("manager", page(""));
    assertThat(Answers.at(first, "alerts", "edges", 0, "node", "id")).isEqualTo(newest.toString());
    var cursor = Answers.at(first, "alerts", "pageInfo", "endCursor");

    var second = ask("manager", page(", after: \"" + cursor + "\""));

    assertThat(Answers.at(second, "alerts", "edges", 0, "node", "id"))
        .isEqualTo(World.ALERT.toString());
    assertThat(Answers.at(second, "alerts", "pageInfo", "hasNextPage")).isEqualTo(false);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> firstRule() {
    return (Map<String, Object>) Answers.at(ask("manager", LIST), "alertRules", 0);
  }

  private static Object error(ExecutionResult answer, String mutation, String field) {
    return Answers.at(answer, mutation, "userErrors", 0, field);
  }

  private static String page(String after) {
    return """
    query ($connection: ID!) {
      alerts(connectionId: $connection, first: 1%s) {
        edges { node { id } } pageInfo { endCursor hasNextPage }
      }
    }
    """
        .formatted(after);
  }

  private static String acknowledging(String id) {
    return """
    mutation ($connection: ID!) {
      acknowledgeAlert(connectionId: $connection, id: "%s", note: " Seen ") {
        alert { state acknowledgedBy } userErrors { code field message }
      }
    }
    """
        .formatted(id);
  }

  private static String choosing(String rule) {
    return """
    mutation ($connection: ID!) {
      setAlertRule(connectionId: $connection, %s) {
        rule { kind } userErrors { code field message }
      }
    }
    """
        .formatted(rule);
  }

  private ExecutionResult ask(String who, String query) {
    return world.ask(World.caller(who), query, Map.of("connection", CONNECTION));
  }
}

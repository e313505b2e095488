package ai.superit.halo.graphql;

import static ai.superit.halo.graphql.World.ACME;
import static ai.superit.halo.graphql.World.GLOBEX;
import static ai.superit.halo.graphql.World.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.testing.Moments;
import graphql.ExecutionResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MutationTest {
  private static final String CONNECTION = new GlobalId.OfConnection(ACME).encoded();

  private static final String SAVE_AND_SYNC =
      """
      mutation {
        saveAndSync(connectionId: "%s", scope: {openTicketsOnly: true}, resources: [TICKETS]) {
          userErrors { code field message }
        }
      }
      """
          .formatted(CONNECTION);

  private final World world = new World();

  @Test
  void starts_what_was_asked_for() {
    world.ask(
        MANAGER,
        "mutation { startSync(connectionId: \"%s\", resources: [NOTES, TICKETS]) { resources } }"
            .formatted(CONNECTION));

    assertThat(world.started).containsExactlyInAnyOrder(Resource.TICKETS, Resource.NOTES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NEW                 | was not tested yet: call `testHaloConnection`
          FAILED              | did not pass its last test: mend what `status` says
          UNAUTHORIZED        | did not pass its last test: mend what `status` says
          NEEDS_AUTHORIZATION | awaits its authorisation: call `startAuthorization`
          """)
  void starts_nothing_before_the_connection_has_passed_its_test(
      ConnectionStatus.State state, String reason) {
    world.store.connections().setStatus(ACME, new ConnectionStatus(state, "", Moments.NOON));
    var start =
        "mutation { startSync(connectionId: \"%s\") { userErrors { code message } } }"
            .formatted(CONNECTION);

    assertThat(world.ask(MANAGER, start).toString()).contains("CONFLICT", reason);
    assertThat(world.ask(MANAGER, SAVE_AND_SYNC).toString()).contains("CONFLICT", reason);

    assertThat(world.started).isEmpty();
    assertThat(world.store.scopes().scope(ACME).tickets().open()).isFalse();
  }

  @Test
  void begins_to_sync_in_the_same_step_as_a_test_that_passes() {
    var untested = new ConnectionStatus(ConnectionStatus.State.NEW, "", Moments.NOON);
    world.store.connections().setStatus(ACME, untested);
    var test = "mutation { testHaloConnection(connectionId: \"%s\"%s) { passed syncStarted } }";

    assertThat(world.ask(MANAGER, test.formatted(CONNECTION, "")).toString())
        .contains("passed=true", "syncStarted=false");
    assertThat(world.started).isEmpty();
    assertThat(world.ask(MANAGER, test.formatted(CONNECTION, ", startSync: true")).toString())
        .contains("passed=true", "syncStarted=true");
    assertThat(world.started).containsExactlyInAnyOrder(Resource.values());
  }

  @Test
  void saves_the_scope_and_starts_what_was_asked_for() {
    world.ask(MANAGER, SAVE_AND_SYNC);

    assertThat(world.started).containsExactly(Resource.TICKETS);
    assertThat(world.store.scopes().scope(ACME).tickets().open()).isTrue();
  }

  @Test
  void saves_no_scope_while_the_connection_is_paused() {
    world.store.pauses().pause(ACME, Moments.NOON);

    var answer = world.ask(MANAGER, SAVE_AND_SYNC);

    assertThat(answer.toSpecification().toString()).contains("CONFLICT").contains("resumeSync");
    assertThat(world.started).isEmpty();
    assertThat(world.store.scopes().scope(ACME)).isEqualTo(Scope.EVERYTHING);
  }

  @Test
  void tries_the_rows_again_that_are_named() {
    var ids =
        world.store.rejected().list(ACME, Optional.empty(), PageArgs.first(9)).rows().stream()
            .map(row -> new GlobalId.OfRejectedRow(ACME, row.id()).encoded())
            .toList();

    var answer = retryRejected(ids);

    assertThat(Answers.at(answer, "retryRejectedRows", "settled")).isEqualTo(1);
    assertThat(Answers.at(answer, "retryRejectedRows", "refused", 0, "key")).isEqualTo("0");
    assertThat(world.store.rejected().count(ACME, Optional.empty())).isEqualTo(1);
  }

  @Test
  void refuses_rows_that_are_not_of_the_connection() {
    var row = world.store.rejected().list(GLOBEX, Optional.empty(), PageArgs.first(9)).rows();
    var foreign = new GlobalId.OfRejectedRow(GLOBEX, row.getFirst().id()).encoded();

    for (var ids : List.of(List.of(foreign), List.of("x"), List.<String>of())) {
      assertThat(Answers.at(retryRejected(ids), "retryRejectedRows", "userErrors", 0, "field"))
          .isEqualTo(List.of("ids"));
    }
    var node = world.ask(MANAGER, "{ node(id: \"%s\") { id } }".formatted(foreign));
    assertThat(node.<Map<String, Object>>getData()).containsEntry("node", null);
  }

  private ExecutionResult retryRejected(List<String> ids) {
    return world.ask(
        MANAGER,
        """
        mutation ($connection: ID!, $ids: [ID!]) {
          retryRejectedRows(connectionId: $connection, ids: $ids) {
            settled
            refused { key }
            userErrors { field }
          }
        }\
        """,
        Map.of("connection", CONNECTION, "ids", ids));
  }

  private Object problemOfRegistering() {
    var answer =
        world.ask(
            MANAGER,
            "mutation { registerWebhook(connectionId: \"%s\") { userErrors { code message } } }"
                .formatted(CONNECTION));
    return Answers.at(answer, "registerWebhook", "userErrors", 0);
  }

  @Test
  void says_when_halo_cannot_be_reached() {
    world.haloAnswers = false;

    assertThat(problemOfRegistering())
        .isEqualTo(Map.of("code", "HALO_UNAVAILABLE", "message", "The application lacks a right."));
  }

  @Test
  void says_that_halo_is_not_called_any_more_because_the_service_stops() {
    world.webhooks.before(() -> {
      throw new CallsEnded();
    });

    assertThat(problemOfRegistering())
        .isEqualTo(
            Map.of(
                "code",
                "HALO_UNAVAILABLE",
                "message",
                "HaloPSA is called no more, because this service stops: try again when it runs."));
  }

  @ParameterizedTest
  @CsvSource({
    "HMAC_SHA256, 0123456789abcdef01234567",
    "HMAC_SHA256_HEX, 0123456789abcdef01234567",
    "STANDARD_WEBHOOKS, whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
    "BASIC, hunter2-hunter2!",
    "BEARER, 0123456789abcdef01234567",
    "API_KEY, 0123456789abcdef01234567",
  })
  void stores_how_deliveries_are_to_prove_themselves(String kind, String secret) {
    var user = kind.equals("BASIC") ? "user: \"halo\"" : "";
    var answer = world.ask(MANAGER, setScheme(kind, secret, user));

    assertThat(Answers.at(answer, "setWebhookScheme", "address")).asString().contains("/webhooks/");
    assertThat(world.store.schemes().find(ACME)).isPresent();
    assertThat(answer.toSpecification().toString()).doesNotContain(secret);
  }

  @ParameterizedTest
  @CsvSource({
    "HMAC_SHA256, short, '', secret",
    "HMAC_SHA256, 0123456789abcdef01234567, 'user: \"x\"', user",
    "STANDARD_WEBHOOKS, not base64 at all!, '', secret",
    "STANDARD_WEBHOOKS, whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3, 'header: \"X-A\"', header",
    "BEARER, 0123456789abcdef 01234567, '', secret",
    "BEARER, 0123456789abcdef01234567, 'header: \"X-A\"', header",
    "BEARER, 0123456789abcdef01234567, 'user: \"x\"', user",
    "BASIC, hunter2-hunter2!, 'user: \"halo\", header: \"X-A\"', header",
    "HMAC_SHA256_HEX, 0123456789abcdef01234567, 'header: \"Transfer-Encoding\"', header",
    "API_KEY, 0123456789abcdef01234567, 'header: \"Content-Length\"', header",
    "API_KEY, 0123456789abcdef01234567, 'header: \"authorization\"', header",
    "API_KEY, 0123456789abcdef01234567, 'header: \"X Key\"', header",
    "BASIC, hunter2-hunter2!, 'user: \"a:b\"', user",
    "BASIC, hunter2-hunter, 'user: \"halo\"', secret",
    "BASIC, hunter2-hunter2!, 'user: \"\"', user",
    "BASIC, hunter2-hunter2!, 'overlapHours: 1', user",
  })
  void names_what_is_wrong_with_a_scheme(String kind, String secret, String more, String field) {
    var answer = world.ask(MANAGER, setScheme(kind, secret, more));

    assertThat(Answers.at(answer, "setWebhookScheme", "userErrors", 0, "field"))
        .isEqualTo(List.of(field));
    assertThat(world.store.schemes().find(ACME)).isEmpty();
    assertThat(answer.toSpecification().toString()).doesNotContain(secret);
  }

  private static String setScheme(String kind, String secret, String more) {
    return """
    mutation {
      setWebhookScheme(connectionId: "%s", kind: %s, secret: "%s", %s) {
        address
        userErrors { code field message }
      }
    }\
    """
        .formatted(CONNECTION, kind, secret, more);
  }

  @Test
  void asks_to_try_again_when_the_store_does_not_answer() {
    world.calls.loseStore();

    var answer =
        world.ask(
            MANAGER,
            "mutation { startSync(connectionId: \"%s\") { resources } }".formatted(CONNECTION));

    assertThat(Answers.error(answer)).isEqualTo("INTERNAL_ERROR STORE_UNAVAILABLE");
    assertThat(answer.getErrors().getFirst().getMessage())
        .contains("try again")
        .doesNotContain("db.internal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\0b", "\ud800", "\udc00\ud800"})
  void refuses_text_that_no_store_can_hold(String name) {
    var answer =
        world.ask(
            MANAGER,
            "mutation ($name: String!) { createTeam(key: \"x\", name: $name) { team { id } } }",
            Map.of("name", name));

    assertThat(Answers.error(answer)).isEqualTo("BAD_REQUEST INVALID_ARGUMENT");
    assertThat(answer.getErrors().getFirst().getMessage()).contains("`name`");
  }

  @Test
  void deletes_only_what_is_named() {
    var wrong = world.ask(MANAGER, delete("Acm"));
    var right = world.ask(MANAGER, delete("Acme"));

    assertThat(Answers.at(wrong, "deleteHaloConnection", "userErrors", 0, "field"))
        .isEqualTo(List.of("name"));
    assertThat(Answers.at(right, "deleteHaloConnection", "connection", "status", "state"))
        .isEqualTo("DELETING");
  }

  private static String delete(String name) {
    return """
    mutation {
      deleteHaloConnection(connectionId: "%s", name: "%s") {
        connection { status { state } } userErrors { field }
      }
    }\
    """
        .formatted(CONNECTION, name);
  }

  @Test
  void never_shows_a_secret() {
    var answer =
        world.ask(
            MANAGER,
            """
            mutation {
              createHaloConnection(
                input: { name: "", tenantUrl: "", clientId: "", clientSecret: "very secret" }
              ) { userErrors { field message } }
            }\
            """);

    assertThat(answer.toSpecification().toString()).contains("clientId").doesNotContain("secret");
  }
}

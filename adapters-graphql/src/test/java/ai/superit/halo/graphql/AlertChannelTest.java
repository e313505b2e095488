package ai.superit.halo.graphql;

import static ai.superit.halo.graphql.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.alert.AlertNotice;
import ai.superit.halo.application.alert.AlertNotice.Change;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.ChannelUrl;
import ai.superit.halo.domain.testing.Moments;
import graphql.ExecutionResult;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertChannelTest {
  private static final String CONNECTION = new GlobalId.OfConnection(ACME).encoded();
  private static final String ADD =
      """
      mutation ($connection: ID!, $channel: AlertChannelInput!) {
        addAlertChannel(connectionId: $connection, channel: $channel) {
          channel { id name kind target } secret userErrors { code field message }
        }
      }
      """;
  private static final String LIST =
      """
      query ($connection: ID!) {
        alertChannels(connectionId: $connection) { name kind target createdAt }
        alertNotices(connectionId: $connection, first: 1) {
          totalCount
          edges { cursor node { channel { name } kind change summary attempts reason nextAttemptAt } }
        }
      }
      """;

  private final World world = new World();

  private ExecutionResult ask(String who, String query, Map<String, Object> more) {
    var variables = new HashMap<String, Object>(more);
    variables.put("connection", CONNECTION);
    return world.ask(World.caller(who), query, variables);
  }

  private ExecutionResult add(String who, Map<String, Object> channel) {
    return ask(who, ADD, Map.of("channel", channel));
  }

  private static Map<String, Object> posting(String kind, String url) {
    return Map.of("name", "Operations", "kind", kind, "url", url);
  }

  private ChannelId saved() {
    var target = new ChannelTarget.Slack(new ChannelUrl(URI.create("https://example.com/T/key")));
    var channel = AlertChannel.of(ChannelId.random(), "chat", target, Moments.NOON);
    world.store.channels().add(ACME, channel, target);
    return channel.id();
  }

  private ExecutionResult on(ChannelId channel, String who, String mutation, String fields) {
    var query =
        """
        mutation ($connection: ID!, $id: ID!) {
          %s(connectionId: $connection, channelId: $id) { %s userErrors { code field } }
        }
        """
            .formatted(mutation, fields);
    return ask(who, query, Map.of("id", channel.toString()));
  }

  @Test
  void the_secret_is_in_the_answer_that_makes_it_and_nowhere_else() {
    var added = add("manager", posting("OUTGOING_WEBHOOK", "https://example.com/a?key=hidden"));

    assertThat(Answers.at(added, "addAlertChannel", "secret")).asString().startsWith("whsec_");
    assertThat(Answers.at(added, "addAlertChannel", "channel", "target"))
        .isEqualTo("https://example.com/…");
    assertThat(ask("manager", LIST, Map.of()).toSpecification().toString())
        .contains("Operations")
        .doesNotContain("whsec_", "hidden");
  }

  @Test
  void a_secret_is_replaced_and_only_where_there_is_one() {
    var added = add("manager", posting("OUTGOING_WEBHOOK", "https://example.com/a"));
    var first = Answers.at(added, "addAlertChannel", "secret");
    var hook = world.store.channels().list(ACME).getFirst().id();
    var rotate = "rotateAlertChannelSecret";

    var rotated = on(hook, "manager", rotate, "channel { name } secret formerUntil");

    assertThat(Answers.at(rotated, rotate, "secret")).asString().startsWith("whsec_");
    assertThat(Answers.at(rotated, rotate, "secret")).isNotEqualTo(first);
    assertThat(Answers.at(rotated, rotate, "channel", "name")).isEqualTo("Operations");
    assertThat(Answers.at(rotated, rotate, "formerUntil")).isNotNull();
    var refused = on(saved(), "manager", rotate, "secret");
    assertThat(Answers.at(refused, rotate, "userErrors", 0, "field"))
        .isEqualTo(List.of("channelId"));
  }

  @Test
  void problems_name_their_fields() {
    var refused = add("manager", posting("SLACK", "https://127.0.0.1/x"));

    assertThat(world.store.channels().list(ACME)).isEmpty();
    assertThat(Answers.at(refused, "addAlertChannel", "userErrors", 0, "field"))
        .isEqualTo(List.of("channel", "url"));
    assertThat(Answers.at(refused, "addAlertChannel", "userErrors", 0, "code"))
        .isEqualTo("INVALID");
  }

  @Test
  void a_test_answers_what_came_of_it() {
    var id = saved();
    world.sender.answer(404);

    var failed = on(id, "manager", "testAlertChannel", "delivered reason");
    var passed = on(id, "manager", "testAlertChannel", "delivered reason");

    assertThat(Answers.at(failed, "testAlertChannel", "delivered")).isEqualTo(false);
    assertThat(Answers.at(failed, "testAlertChannel", "reason")).isEqualTo("Answered 404.");
    assertThat(Answers.at(passed, "testAlertChannel", "delivered")).isEqualTo(true);
  }

  @Test
  void a_channel_is_changed_and_removed() {
    var id = saved();
    var change =
        """
        mutation ($connection: ID!, $id: ID!, $channel: AlertChannelInput!) {
          changeAlertChannel(connectionId: $connection, channelId: $id, channel: $channel) {
            channel { id name target } userErrors { code field }
          }
        }
        """;
    var input = posting("SLACK", "https://example.org/other");

    var changed = ask("manager", change, Map.of("id", id.toString(), "channel", input));
    var removed = on(id, "manager", "removeAlertChannel", "channelId");
    var again = on(id, "manager", "removeAlertChannel", "channelId");

    assertThat(Answers.at(changed, "changeAlertChannel", "channel"))
        .isEqualTo(
            Map.of("id", id.toString(), "name", "Operations", "target", "https://example.org/…"));
    assertThat(Answers.at(removed, "removeAlertChannel", "channelId")).isEqualTo(id.toString());
    assertThat(Answers.at(again, "removeAlertChannel", "userErrors", 0, "code"))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void what_was_not_told_is_listed() {
    saved();
    for (int i = 0; i < 2; i++) {
      world
          .store
          .outbox()
          .post(
              new AlertNotice(
                  UUID.randomUUID(),
                  ACME,
                  "Acme",
                  "LAG",
                  Change.OPENED,
                  Moments.NOON,
                  "It lags.",
                  "Wait."));
    }

    var answer = ask("manager", LIST, Map.of());

    assertThat(Answers.at(answer, "alertNotices", "totalCount")).isEqualTo(2);
    assertThat(Answers.at(answer, "alertNotices", "edges", 0, "node"))
        .isEqualTo(
            Map.of(
                "channel", Map.of("name", "chat"),
                "kind", "LAG",
                "change", "OPENED",
                "summary", "It lags.",
                "attempts", 0,
                "reason", "",
                "nextAttemptAt", "2026-03-02T12:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "assistant", "other manager"})
  void others_see_and_change_nothing(String who) {
    var id = saved();

    var seen = ask(who, LIST, Map.of());
    add(who, posting("SLACK", "https://example.com/mine"));
    on(id, who, "testAlertChannel", "delivered");
    on(id, who, "removeAlertChannel", "channelId");

    assertThat(Answers.at(seen, "alertChannels")).isEqualTo(List.of());
    assertThat(seen.<Map<String, Object>>getData()).containsEntry("alertNotices", null);
    assertThat(world.sender.sent()).isEmpty();
    assertThat(world.store.channels().list(ACME)).hasSize(1);
  }
}

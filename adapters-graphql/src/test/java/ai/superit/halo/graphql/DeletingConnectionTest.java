package ai.superit.halo.graphql;

import static ai.superit.halo.graphql.World.ACME;
import static ai.superit.halo.graphql.World.MANAGER;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.testing.Moments;
import graphql.schema.GraphQLFieldDefinition;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// To whoever wants something done with it, a connection that is being deleted is unknown.
class DeletingConnectionTest {
  private static final String CONNECTION = new GlobalId.OfConnection(ACME).encoded();

  private static final String TEAM = new GlobalId.OfTeam(new TeamId("north")).encoded();
  private static final String CHANNEL = "channelId: \"00000000-0000-4000-8000-0000000000bb\"";
  private static final String POST =
      "channel: {name: \"x\", kind: SLACK, url: \"https://chat.example/x\"}";

  /// What a mutation needs beside the connection.
  private static final Map<String, String> FURTHER =
      Map.ofEntries(
          Map.entry("replaceHaloCredentials", "clientSecret: \"s\""),
          Map.entry("setHaloCapabilities", "capabilities: [READ_TICKETS]"),
          Map.entry("linkClients", "clientIds: [], teamId: \"" + TEAM + "\""),
          Map.entry("unlinkClients", "clientIds: []"),
          Map.entry("setWebhookEvents", "events: []"),
          Map.entry("setWebhookScheme", "kind: HMAC_SHA256, secret: \"0123456789abcdef01234567\""),
          Map.entry("restrictWebhookSenders", "allowedSenders: []"),
          Map.entry("setDeliveryFilters", "filters: {}"),
          Map.entry("setKeptHeaders", "names: []"),
          Map.entry("setBodiesWithoutId", "accepted: true"),
          Map.entry("discardDeadLetters", "because: \"gone\""),
          Map.entry("addAlertChannel", POST),
          Map.entry("changeAlertChannel", CHANNEL + ", " + POST),
          Map.entry("rotateAlertChannelSecret", CHANNEL),
          Map.entry("removeAlertChannel", CHANNEL),
          Map.entry("testAlertChannel", CHANNEL),
          Map.entry("setAlertRule", "kind: SECURITY"),
          Map.entry("acknowledgeAlert", "id: \"" + World.ALERT + "\""),
          Map.entry("setSyncScope", "scope: {}"),
          Map.entry("saveAndSync", "scope: {}"),
          Map.entry("approveDeletions", "resource: SITES, records: 1"),
          Map.entry("refuseDeletions", "resource: SITES, records: 1"),
          Map.entry("syncRecords", "resource: CLIENTS, haloIds: [1]"),
          Map.entry("retryRejectedRows", "resource: TICKETS"),
          Map.entry("setSyncSchedule", "mode: HYBRID"));

  private final World world = new World();

  static Stream<String> mutations() {
    return requireNonNull(World.SCHEMA.getMutationType()).getFieldDefinitions().stream()
        .filter(field -> field.getArgument("connectionId") != null)
        .map(GraphQLFieldDefinition::getName)
        .filter(name -> !name.equals("deleteHaloConnection"));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void nothing_is_done_with_it_any_more(String mutation) {
    world.store.connections().setStatus(ACME, ConnectionStatus.deleting(Moments.NOON));

    var answer =
        world.ask(
            MANAGER,
            "mutation { %s(connectionId: \"%s\", %s) { userErrors { code field } } }"
                .formatted(mutation, CONNECTION, FURTHER.getOrDefault(mutation, "")));

    assertThat(Answers.at(answer, mutation, "userErrors", 0, "code")).isEqualTo("NOT_FOUND");
    assertThat(Answers.at(answer, mutation, "userErrors", 0, "field"))
        .isEqualTo(List.of("connectionId"));
    assertThat(world.started).isEmpty();
  }
}

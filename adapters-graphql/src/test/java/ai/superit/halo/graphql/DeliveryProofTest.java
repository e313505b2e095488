package ai.superit.halo.graphql;

import static ai.superit.halo.graphql.World.ACME;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.DeliveryProofs.Standing;
import ai.superit.halo.application.webhook.LoggedDelivery;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.LogAccess;
import ai.superit.halo.domain.webhook.ObjectRef;
import graphql.ExecutionResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryProofTest {
  private static final String PROOF =
      """
      query ($connection: ID!) {
        haloConnection(id: $connection) {
          deliveryProof {
            log logReason
            hours { hour sent received late missing repaired }
            missed { sentAt records repairedAt problem }
          }
        }
      }
      """;
  private static final String RECONCILE =
      """
      mutation ($connection: ID!) {
        reconcileDeliveries(connectionId: $connection) {
          connection { name }
          userErrors { code }
        }
      }
      """;

  private final World world = new World();

  @Test
  void a_webhook_that_was_just_set_up_is_not_said_to_be_missing() {
    var none =
        new Standing(
            "", LogAccess.NOT_SET_UP, Optional.empty(), Optional.empty(), Optional.empty());
    world.store.proofs().claim(ACME, Moments.NOON, Moments.minute(1));
    world.store.proofs().finish(ACME, none, Moments.minute(9));
    assertThat(at(ask("manager", PROOF), "log")).isEqualTo("NOT_SET_UP");

    ask(
        "manager",
        """
        mutation ($connection: ID!) { registerWebhook(connectionId: $connection) { address } }
        """);

    assertThat(at(ask("manager", PROOF), "log")).isEqualTo("NOT_YET");
    assertThat(world.store.proofs().due(Moments.minute(2))).contains(ACME);
  }

  @Test
  void a_manager_sees_what_was_not_received() {
    var digest = DeliveryDigest.of("lost".getBytes(UTF_8));
    var about = Set.of(new ObjectRef(ObjectRef.Kind.TICKET, 101));
    world
        .store
        .proofs()
        .record(ACME, List.of(new LoggedDelivery(digest, Moments.NOON, true, about)), Moments.NOON);

    var answer = ask("manager", PROOF);

    assertThat(at(answer, "log")).isEqualTo("NOT_YET");
    assertThat(at(answer, "hours", 0, "sent")).isEqualTo(1);
    assertThat(at(answer, "hours", 0, "missing")).isEqualTo(1);
    assertThat(at(answer, "missed", 0, "records")).isEqualTo(List.of("TICKET 101"));
  }

  @Test
  void a_manager_can_have_it_compared_at_once() {
    world.store.proofs().claim(ACME, Moments.NOON, Moments.minute(1));

    var answer = ask("manager", RECONCILE);

    assertThat(Answers.at(answer, "reconcileDeliveries", "connection", "name")).isEqualTo("Acme");
    assertThat(world.store.proofs().claim(ACME, Moments.minute(1), Moments.minute(2)).orElseThrow())
        .matches(claimed -> claimed.hurried());
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "assistant", "other manager"})
  void nobody_else_sees_it_or_begins_it(String who) {
    assertThat(ask(who, PROOF).<Map<String, Object>>getData())
        .containsEntry("haloConnection", null);

    ask(who, RECONCILE);

    var claimed = world.store.proofs().claim(ACME, Moments.NOON, Moments.minute(2)).orElseThrow();
    assertThat(claimed.hurried()).isFalse();
  }

  private ExecutionResult ask(String who, String query) {
    return world.ask(
        World.caller(who), query, Map.of("connection", new GlobalId.OfConnection(ACME).encoded()));
  }

  private static Object at(ExecutionResult answer, Object... path) {
    var whole = new Object[path.length + 2];
    whole[0] = "haloConnection";
    whole[1] = "deliveryProof";
    System.arraycopy(path, 0, whole, 2, path.length);
    return Answers.at(answer, whole);
  }
}

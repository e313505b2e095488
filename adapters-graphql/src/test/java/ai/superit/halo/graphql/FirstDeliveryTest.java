package ai.superit.halo.graphql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.DeliveryProofs;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.Refusal;
import ai.superit.halo.application.webhook.RefusedDeliveries;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.domain.webhook.LogAccess;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FirstDeliveryTest {
  private static final String SETUP =
      """
      query($id: ID!) {
        haloConnection(id: $id) { webhook { setup {
          automatic status statusReason
          firstDelivery { waitingSince state refused { reason count } acceptedAt understood }
        } } }
      }
      """;
  private static final String PREPARE =
      """
      mutation($id: ID!) {
        prepareWebhookByHand(connectionId: $id) { secret header steps userErrors { message } }
      }
      """;

  private final World world = new World();

  @Test
  void a_secret_is_shown_once_and_waited_with() {
    var first = prepared();
    var second = prepared();

    assertThat((String) first.get("secret")).hasSizeGreaterThan(31);
    assertThat(second.get("secret")).isNotEqualTo(first.get("secret"));
    assertThat(String.valueOf(first.get("steps"))).doesNotContain((String) first.get("secret"));
    assertThat(setup())
        .contains("automatic=false", "status=PENDING", "state=NOTHING_YET", "waitingSince=20");
  }

  @Test
  void refused_deliveries_tell_why() {
    prepared();
    world
        .store
        .refused()
        .add(
            List.of(
                new RefusedDeliveries.Count(World.ACME, Moments.NOON, Refusal.NOT_AUTHENTIC, 2)));

    assertThat(setup()).contains("state=REFUSED", "{reason=NOT_AUTHENTIC, count=2}");
  }

  @Test
  void an_accepted_delivery_tells_what_was_understood() {
    prepared();
    accept("{}");

    assertThat(setup())
        .contains("status=ACTIVE", "state=ACCEPTED", "understood=[object_id, event, timestamp]");
  }

  @Test
  void a_delivery_that_says_nothing_is_told_apart() {
    prepared();
    accept("");

    assertThat(setup()).contains("state=NOT_UNDERSTOOD", "understood=[]");
  }

  @Test
  void one_that_this_service_set_up_is_pending_until_the_first_delivery() {
    assertThat(register()).contains("userErrors=[]");
    assertThat(setup()).contains("automatic=true", "status=PENDING", "no delivery was accepted");

    accept("{}");

    assertThat(setup()).contains("status=ACTIVE", "It is as it should be.");
  }

  @Test
  void one_that_halo_refused_is_not_set_up_unless_deliveries_come_from_it() {
    world.haloAnswers = false;
    assertThat(register()).contains("The application lacks a right.");

    assertThat(proof()).contains("kind=null", "strength=NOT_SET_UP", "every delivery is refused");

    accept("{}");

    assertThat(proof()).contains("kind=HMAC_SHA256", "strength=MEDIUM");
  }

  private String proof() {
    var query =
        "query($id: ID!) { haloConnection(id: $id) { webhook { kind strength strengthReason } } }";
    Object data = world.ask(World.MANAGER, query, id()).getData();
    return String.valueOf(data);
  }

  @Test
  void one_that_was_set_up_by_hand_is_off_once_the_log_says_so() {
    prepared();
    accept("{}");
    world
        .store
        .proofs()
        .finish(
            World.ACME,
            new DeliveryProofs.Standing(
                "w", LogAccess.SWITCHED_OFF, Optional.empty(), Optional.empty(), Optional.empty()),
            Moments.NOON);

    assertThat(setup()).contains("status=DISABLED_BY_HALO", "Halo has switched the webhook off");
  }

  private String register() {
    var mutation =
        "mutation($id: ID!) { registerWebhook(connectionId: $id) { userErrors { message } } }";
    Object data = world.ask(World.MANAGER, mutation, id()).getData();
    return String.valueOf(data);
  }

  @Test
  void what_came_before_does_not_count() {
    prepared();
    world
        .store
        .inbox()
        .accept(new IncomingDelivery(World.ACME, Instant.EPOCH, new byte[] {'{', '}'}));

    assertThat(setup()).contains("state=NOTHING_YET");
  }

  private void accept(String body) {
    world
        .store
        .inbox()
        .accept(
            new IncomingDelivery(
                World.ACME, Moments.minute(1), body.getBytes(StandardCharsets.UTF_8)));
  }

  private Map<?, ?> prepared() {
    var answer = world.ask(World.MANAGER, PREPARE, id());
    Map<String, ?> data = requireNonNull(answer.<Map<String, ?>>getData());
    return (Map<?, ?>) requireNonNull(data.get("prepareWebhookByHand"));
  }

  private String setup() {
    Object data = world.ask(World.MANAGER, SETUP, id()).getData();
    return String.valueOf(data);
  }

  private static Map<String, Object> id() {
    return Map.of("id", new GlobalId.OfConnection(World.ACME).encoded());
  }
}

package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.webhook.DeliveryReader.Content;
import ai.superit.halo.application.webhook.HaloWebhooks;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ChosenEvents;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import ai.superit.halo.domain.webhook.WebhookEvent;
import ai.superit.halo.domain.webhook.WebhookProblem;
import ai.superit.halo.domain.webhook.WebhookScheme;
import ai.superit.halo.simulator.Fault;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class HttpHaloWebhooksTest {
  private static final WebhookScheme SCHEME =
      new WebhookScheme.HmacSha256(
          "X-Halo-Signature", new Secret("a-secret-of-more-than-24-bytes"));

  private static final HaloWebhooks.Waiting SOON =
      new HaloWebhooks.Waiting(Lane.PERSON, Duration.ofMinutes(1));

  private final SimulatedTenant simulated = new SimulatedTenant();
  private final Hook hook = new Hook();

  HttpHaloWebhooksTest() throws IOException {}

  @AfterEach
  void stop() {
    hook.close();
    simulated.close();
  }

  @Test
  void events_of_tickets_are_delivered_signed_and_can_be_read() {
    simulated.halo.webhooks().register(simulated.connection, wanted(), SOON);

    var ticket =
        simulated
            .control()
            .createTicket(
                Map.of("summary", "New", "client_id", 12, "site_id", 18, "tickettype_id", 1));

    await().until(() -> !hook.received.isEmpty());
    var event = events(hook.received.getFirst()).getFirst();
    assertThat(event.object()).isEqualTo(new ObjectRef(ObjectRef.Kind.TICKET, ticket));
    assertThat(event.ticket().orElseThrow().text().summary()).isEqualTo("New");
    assertThat(event.at()).isPresent();
    assertThat(signature(hook.received.getFirst())).hasSize(44);
  }

  @Test
  void the_snapshot_of_a_delivery_is_the_ticket_as_the_api_gives_it() {
    simulated.halo.webhooks().register(simulated.connection, wanted(), SOON);

    simulated.control().closeTicket(10_001);

    await().until(() -> !hook.received.isEmpty());
    var snapshot = events(hook.received.getLast()).getFirst().ticket().orElseThrow();
    var read = simulated.tenant().findTicket(new TicketId(10_001)).orElseThrow();
    assertThat(snapshot.state()).isEqualTo(read.state());
    assertThat(snapshot.parties()).isEqualTo(read.parties());
    assertThat(snapshot.text()).isEqualTo(read.text());
    assertThat(snapshot.times()).isEqualTo(read.times());
  }

  @Test
  void a_deletion_carries_no_snapshot() {
    simulated.halo.webhooks().register(simulated.connection, wanted(), SOON);

    simulated.control().deleteTicket(10_001);

    await().until(() -> !hook.received.isEmpty());
    assertThat(events(hook.received.getLast()).getFirst().ticket()).isEmpty();
  }

  @Test
  void registering_twice_changes_nothing() {
    simulated.halo.webhooks().register(simulated.connection, wanted(), SOON);
    simulated.halo.webhooks().register(simulated.connection, wanted(), SOON);

    var client = client();
    assertThat(client.get("Webhook", Query.of("type", 0)).size()).isEqualTo(1);
    assertThat(client.get("Notification", Query.NONE).size()).isEqualTo(6);
  }

  @Test
  void no_call_begins_when_the_time_of_who_waits_is_over() {
    simulated
        .control()
        .addFault(
            Fault.always(Fault.Effect.DELAY)
                .onPath("/api/Notification")
                .after(Duration.ofMillis(700)));
    var soon = new HaloWebhooks.Waiting(Lane.PERSON, Duration.ofSeconds(2));

    assertThatExceptionOfType(HaloUnavailable.class)
        .isThrownBy(() -> simulated.halo.webhooks().register(simulated.connection, wanted(), soon))
        .withMessageContaining("HaloPSA has taken the webhook, but maybe not all of its events")
        .withMessageContaining("HaloPSA answers so slowly");
    assertThat(client().get("Notification", Query.NONE).size()).isBetween(1, 4);
  }

  @Test
  void a_replaced_secret_signs_what_comes_next() throws GeneralSecurityException {
    var secret = "another-secret-of-more-than-24-bytes";
    simulated.halo.webhooks().register(simulated.connection, wanted(), SOON);
    simulated
        .halo
        .webhooks()
        .register(
            simulated.connection,
            HaloWebhooks.Wanted.of(
                hook.address, new WebhookScheme.HmacSha256("X-Halo-Signature", new Secret(secret))),
            SOON);

    simulated.control().deleteTicket(10_001);

    await().until(() -> !hook.received.isEmpty());
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    var delivery = hook.received.getFirst();
    assertThat(signature(delivery))
        .isEqualTo(
            Base64.getEncoder().encodeToString(mac.doFinal(delivery.body().getBytes(UTF_8))));
  }

  @Test
  void what_was_set_up_is_as_it_should_be() {
    var id = simulated.halo.webhooks().register(simulated.connection, wanted(), SOON);

    var look = simulated.halo.webhooks().look(simulated.connection, wanted(id));

    assertThat(look).isEqualTo(new HaloWebhooks.Look(Set.of(), "", Set.of()));
  }

  @Test
  void what_somebody_changed_is_found_and_set_up_again_in_the_same_place() {
    var id = simulated.halo.webhooks().register(simulated.connection, wanted(), SOON);
    edit(
        Json.object()
            .put("id", id)
            .put("url", "https://elsewhere.example/")
            .put("method", 2)
            .put("authentication_type", "0")
            .put("active", false));
    client().delete("Notification", "57");
    client().post("Notification", WebhookJson.notification(id, 1080));

    var look = simulated.halo.webhooks().look(simulated.connection, wanted(id));
    simulated.halo.webhooks().register(simulated.connection, wanted(id), SOON);

    assertThat(look.problems())
        .containsExactlyInAnyOrder(
            WebhookProblem.WRONG_ADDRESS,
            WebhookProblem.EDITED,
            WebhookProblem.WRONG_SCHEME,
            WebhookProblem.SWITCHED_OFF,
            WebhookProblem.EVENTS_MISSING);
    assertThat(look.otherEvents()).containsExactly(1080);
    assertThat(simulated.halo.webhooks().look(simulated.connection, wanted(id)).problems())
        .isEmpty();
    assertThat(client().get("Webhook", Query.of("type", 0)).size()).isEqualTo(1);
  }

  @Test
  void one_that_halo_switched_off_says_when_and_why() {
    var id = simulated.halo.webhooks().register(simulated.connection, wanted(), SOON);
    edit(Json.object().put("id", id).put("auto_disable_attempts", 1));
    hook.answer(503);

    simulated.control().deleteTicket(10_001);

    await().until(() -> problems(id).equals(Set.of(WebhookProblem.DISABLED_BY_HALO)));
    assertThat(simulated.halo.webhooks().look(simulated.connection, wanted(id)).detail())
        .contains("switched it off at 20", "answered 503");
    simulated.halo.webhooks().register(simulated.connection, wanted(id), SOON);
    assertThat(problems(id)).isEmpty();
  }

  @Test
  void one_that_is_gone_is_made_anew_once() {
    var id = simulated.halo.webhooks().register(simulated.connection, wanted(), SOON);
    client().delete("Webhook", id);

    assertThat(problems(id)).containsExactly(WebhookProblem.MISSING);
    var next = simulated.halo.webhooks().register(simulated.connection, wanted(id), SOON);

    assertThat(next).isNotEqualTo(id);
    assertThat(problems(next)).isEmpty();
    assertThat(client().get("Webhook", Query.of("type", 0)).size()).isEqualTo(1);
  }

  @Test
  void each_connection_gives_its_webhook_a_name_of_its_own() {
    var name = "Super IT " + simulated.connection.toString().substring(0, 8);
    var other = ConnectionId.parse("00000000-0000-4000-8000-000000000001");

    var _ = simulated.halo.webhooks().register(simulated.connection, wanted(), SOON);

    assertThat(client().get("Webhook", Query.of("type", 0)).path(0).path("name").asString())
        .isEqualTo(name);
    assertThat(WebhookJson.name(other)).isEqualTo("Super IT 00000000").isNotEqualTo(name);
  }

  @Test
  void one_with_the_former_name_is_found_by_its_address_and_renamed() {
    edit(Json.object().put("name", "Super IT").put("url", hook.address.toString()));

    var _ = simulated.halo.webhooks().register(simulated.connection, wanted(), SOON);

    var webhooks = client().get("Webhook", Query.of("type", 0));
    assertThat(webhooks.size()).isEqualTo(1);
    assertThat(webhooks.path(0).path("name").asString())
        .isEqualTo(WebhookJson.name(simulated.connection));
  }

  @Test
  void a_second_one_at_the_address_is_found() {
    var id = simulated.halo.webhooks().register(simulated.connection, wanted(), SOON);
    edit(Json.object().put("name", "by hand").put("url", hook.address.toString()));

    assertThat(problems(id)).containsExactly(WebhookProblem.DUPLICATE);
  }

  @Test
  void events_that_are_not_wanted_any_more_go_and_others_stay() {
    var id = simulated.halo.webhooks().register(simulated.connection, wanted(), SOON);
    client().post("Notification", WebhookJson.notification(id, 4711));
    var chosen =
        new ChosenEvents(
            Map.of(WebhookEvent.TICKET_CREATED, Set.of(3), WebhookEvent.NOTE_ADDED, Set.of(1080)));
    var other = HaloWebhooks.Wanted.of(Optional.of(id), hook.address, SCHEME, chosen);

    simulated.halo.webhooks().register(simulated.connection, other, SOON);

    assertThat(client().get("Notification", Query.NONE).size()).isEqualTo(3);
    var look = simulated.halo.webhooks().look(simulated.connection, other);
    assertThat(look).isEqualTo(new HaloWebhooks.Look(Set.of(), "", Set.of(4711)));
  }

  private Set<WebhookProblem> problems(String id) {
    return simulated.halo.webhooks().look(simulated.connection, wanted(id)).problems();
  }

  private HaloWebhooks.Wanted wanted() {
    return HaloWebhooks.Wanted.of(hook.address, SCHEME);
  }

  private HaloWebhooks.Wanted wanted(String id) {
    return HaloWebhooks.Wanted.of(Optional.of(id), hook.address, SCHEME, ChosenEvents.DEFAULT);
  }

  private void edit(ObjectNode webhook) {
    client().post("Webhook", webhook);
  }

  @Test
  void a_refusal_names_the_scope_that_is_missing() {
    simulated.control().addFault(Fault.status(403).onPath("/api/webhook*"));

    assertThatThrownBy(
            () -> simulated.halo.webhooks().register(simulated.connection, wanted(), SOON))
        .isInstanceOf(HaloUnavailable.class)
        .hasMessageContaining("admin:webhooks");
  }

  private List<HaloEvent> events(Hook.Received delivery) {
    var content = simulated.halo.deliveries().read(delivery.body().getBytes(UTF_8));
    return ((Content.Events) content).events();
  }

  private static @Nullable String signature(Hook.Received delivery) {
    return delivery.headers().getFirst("X-Halo-Signature");
  }

  private HaloClient client() {
    var clock = InstantSource.system();
    var calls =
        new BudgetedCalls(
            new HaloHttp(SimulatedTenant.quick()),
            simulated.budget,
            SimulatedTenant.quick(),
            clock);
    var sessions =
        new Sessions(
            _ -> Optional.of(simulated.access()),
            new InMemoryStore().consents(),
            SimulatedTenant.health(),
            calls,
            clock);
    return new HaloClient(calls, sessions, new Presence(clock), simulated.connection, Lane.PERSON);
  }
}

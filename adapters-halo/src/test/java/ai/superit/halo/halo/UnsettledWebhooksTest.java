package ai.superit.halo.halo;

import static ai.superit.halo.simulator.DeliveryFault.Effect.BATCHED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.webhook.DeliveryReader.Content;
import ai.superit.halo.application.webhook.HaloWebhooks;
import ai.superit.halo.application.webhook.HaloWebhooks.Look;
import ai.superit.halo.application.webhook.HaloWebhooks.Wanted;
import ai.superit.halo.application.webhook.LoggedDelivery;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import ai.superit.halo.domain.webhook.WebhookScheme;
import ai.superit.halo.simulator.DeliveryFault;
import ai.superit.halo.simulator.Event;
import ai.superit.halo.simulator.Kind;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.Quirks.AuthenticationTypes;
import ai.superit.halo.simulator.Quirks.Batch;
import ai.superit.halo.simulator.Quirks.Keys;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Webhooks of tenants that mean something else by what no public source settles.
class UnsettledWebhooksTest {
  private static final Secret SECRET = new Secret("a-secret-of-more-than-24-bytes");
  private static final WebhookScheme SIGNED = new WebhookScheme.HmacSha256("X-Signature", SECRET);
  private static final WebhookScheme BASIC = new WebhookScheme.Basic("halo", SECRET);

  private final Hook hook = new Hook();

  UnsettledWebhooksTest() throws IOException {}

  @AfterEach
  void stop() {
    hook.close();
  }

  static Stream<Map<Kind, String>> keys() {
    return Stream.of(
        Map.of(),
        Map.of(
            Kind.TICKET, "faults",
            Kind.CLIENT, "area",
            Kind.USER, "contact",
            Kind.ASSET, "device"),
        Stream.of(Kind.values()).collect(Collectors.toMap(kind -> kind, _ -> "entity")),
        // The worst: each record is under the name of another kind.
        Map.of(
            Kind.CLIENT, "site",
            Kind.SITE, "client",
            Kind.USER, "asset",
            Kind.ASSET, "user",
            Kind.INVOICE, "client"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void a_delivery_is_about_its_record_whatever_the_key_of_that(Map<Kind, String> keys) {
    var quirks = Quirks.defaults();
    var deliveries = quirks.deliveries().with(new Keys(keys, "action"));
    try (var tenant = tenant(quirks.with(deliveries))) {
      var updated =
          Stream.of(
              Event.TICKET_UPDATED,
              Event.CLIENT_UPDATED,
              Event.SITE_UPDATED,
              Event.USER_UPDATED,
              Event.ASSET_UPDATED,
              Event.INVOICE_UPDATED);
      register(tenant, SIGNED, updated.map(Event::usualNumber).collect(Collectors.toSet()));
      var control = tenant.control();
      var user = control.create(Kind.USER, Map.of("firstname", "Ana", "site_id", 18));
      var asset = control.create(Kind.ASSET, Map.of("site_id", 18));
      var invoice = control.create(Kind.INVOICE, Map.of("client_id", 12));

      control.changeTicket(10_001, Map.of("flagged", true));
      control.change(Kind.CLIENT, 12, Map.of());
      control.change(Kind.SITE, 18, Map.of());
      control.change(Kind.USER, user, Map.of());
      control.change(Kind.ASSET, asset, Map.of());
      control.change(Kind.INVOICE, invoice, Map.of());

      await().until(() -> hook.received.size() == 6);
      assertThat(hook.received.stream().map(each -> event(tenant, each).object()))
          .containsExactlyInAnyOrder(
              new ObjectRef(ObjectRef.Kind.TICKET, 10_001),
              new ObjectRef(ObjectRef.Kind.CLIENT, 12),
              new ObjectRef(ObjectRef.Kind.SITE, 18),
              new ObjectRef(ObjectRef.Kind.CONTACT, user),
              new ObjectRef(ObjectRef.Kind.ASSET, asset),
              new ObjectRef(ObjectRef.Kind.INVOICE, invoice));
    }
  }

  /// What it is called decides nothing but whether the ticket is gone.
  @ParameterizedTest
  @ValueSource(strings = {"Ticket created", "Neues Ticket", "", "1st contact"})
  void a_new_ticket_is_read_whatever_the_text_of_its_event(String text) {
    var quirks = Quirks.defaults();
    var named = quirks.deliveries().naming(Map.of(Event.TICKET_LOGGED, text));
    try (var tenant = tenant(quirks.with(named))) {
      register(tenant, SIGNED, Set.of(3));

      var event = event(tenant, sent(tenant));

      assertThat(event.name()).isEqualTo(text);
      assertThat(event.ticket()).isPresent();
    }
  }

  /// The receiver compares bytes, so what is signed otherwise is refused where it arrives.
  @ParameterizedTest
  @CsvSource({"-1, -1, true", "0, -1, false", "-1, 0, false"})
  void a_signature_proves_a_delivery_only_if_it_is_made_as_asked_for(
      int sha512, int hex, boolean proves) throws Exception {
    var quirks = Quirks.defaults();
    var signatures = new Quirks.Signatures(sha512, hex);
    try (var tenant = tenant(quirks.with(quirks.sending().with(signatures)))) {
      register(tenant, SIGNED, Set.of(3));

      var delivery = sent(tenant);

      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.reveal().getBytes(UTF_8), "HmacSHA256"));
      var expected =
          Base64.getEncoder().encodeToString(mac.doFinal(delivery.body().getBytes(UTF_8)));
      assertThat(expected.equals(delivery.headers().getFirst("X-Signature"))).isEqualTo(proves);
    }
  }

  @ParameterizedTest
  @EnumSource
  void each_event_of_a_batch_is_read_whatever_its_form_and_found_in_the_log(Batch form) {
    var quirks = Quirks.defaults();
    try (var tenant = tenant(quirks.with(quirks.sending().with(form)))) {
      register(tenant, SIGNED, Set.of(Event.TICKET_UPDATED.usualNumber()));
      tenant.control().addDeliveryFault(new DeliveryFault(BATCHED, 1, 0, Duration.ofMinutes(1), 3));

      for (int id = 10_001; id <= 10_003; id++) {
        tenant.control().changeTicket(id, Map.of("flagged", true));
      }

      await().until(() -> !hook.received.isEmpty());
      var content = content(tenant, hook.received.getFirst());
      assertThat(content.unreadable()).isZero();
      assertThat(content.events())
          .allMatch(event -> event.ticket().isPresent())
          .extracting(event -> event.object().id())
          .containsExactly(10_001L, 10_002L, 10_003L);
      assertThat(logged(tenant).objects()).hasSize(3);
    }
  }

  /// What does not prove itself as expected is refused where it arrives.
  @Test
  void a_tenant_that_signs_by_another_number_sends_nothing_that_looks_signed() {
    try (var tenant = meaning(new AuthenticationTypes(1, 2))) {
      assertThat(register(tenant, SIGNED, Set.of(3))).isEqualTo(new Look(Set.of(), "", Set.of()));

      var headers = sent(tenant).headers();

      assertThat(headers.get("X-Signature")).isNull();
      assertThat(headers.get("Authorization")).isNull();
    }
  }

  @Test
  void a_tenant_that_swaps_the_numbers_proves_nothing_that_was_asked_for() {
    try (var tenant = meaning(new AuthenticationTypes(3, 1))) {
      register(tenant, SIGNED, Set.of(3));
      assertThat(sent(tenant).headers().get("X-Signature")).isNull();
      hook.received.clear();

      register(tenant, BASIC, Set.of(3));
      assertThat(sent(tenant).headers().get("Authorization")).isNull();
    }
  }

  @Test
  void a_password_is_sent_where_only_the_number_for_signatures_is_another() {
    try (var tenant = meaning(new AuthenticationTypes(1, 9))) {
      register(tenant, BASIC, Set.of(3));

      assertThat(sent(tenant).headers().getFirst("Authorization")).startsWith("Basic ");
    }
  }

  private static SimulatedTenant meaning(AuthenticationTypes types) {
    var quirks = Quirks.defaults();
    return tenant(quirks.with(quirks.deliveries().with(types)));
  }

  private static SimulatedTenant tenant(Quirks quirks) {
    return new SimulatedTenant(made -> made.quirks(quirks));
  }

  private Look register(SimulatedTenant tenant, WebhookScheme scheme, Set<Integer> events) {
    HaloWebhooks webhooks = tenant.halo.webhooks();
    var wanted = new Wanted(Optional.empty(), hook.address, scheme, events, Set.of());
    var waiting = new HaloWebhooks.Waiting(Lane.PERSON, Duration.ofMinutes(1));
    var _ = webhooks.register(tenant.connection, wanted, waiting);
    return webhooks.look(tenant.connection, wanted);
  }

  private Hook.Received sent(SimulatedTenant tenant) {
    var ticket = tenant.control().createTicket(Map.of("summary", "New", "site_id", 18));
    await().until(() -> !hook.received.isEmpty());
    var delivery = hook.received.getFirst();
    assertThat(event(tenant, delivery).object())
        .isEqualTo(new ObjectRef(ObjectRef.Kind.TICKET, ticket));
    return delivery;
  }

  private static HaloEvent event(SimulatedTenant tenant, Hook.Received delivery) {
    return content(tenant, delivery).events().getFirst();
  }

  private static Content.Events content(SimulatedTenant tenant, Hook.Received delivery) {
    return (Content.Events) tenant.halo.deliveries().read(delivery.body().getBytes(UTF_8));
  }

  /// The only delivery in the tenant's log.
  private LoggedDelivery logged(SimulatedTenant tenant) {
    var logs = tenant.halo.deliveryLogs();
    var webhook = logs.webhook(tenant.connection, hook.address).orElseThrow().id();
    return await()
        .until(() -> logs.page(tenant.connection, webhook, 1).deliveries(), all -> all.size() == 1)
        .getFirst();
  }
}

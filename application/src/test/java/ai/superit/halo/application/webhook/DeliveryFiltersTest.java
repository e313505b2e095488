package ai.superit.halo.application.webhook;

import static ai.superit.halo.application.webhook.HaloEvents.hint;
import static ai.superit.halo.application.webhook.HaloEvents.named;
import static ai.superit.halo.application.webhook.HaloEvents.shows;
import static ai.superit.halo.application.webhook.HaloEvents.ticket;
import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.application.testing.ScriptedDeliveryReader;
import ai.superit.halo.application.webhook.DeadLetters.DeadLetter;
import ai.superit.halo.application.webhook.DeadLetters.Kind;
import ai.superit.halo.application.webhook.DeadLetters.Selection;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.webhook.DeliveryFilters;
import ai.superit.halo.domain.webhook.DeliveryFilters.Choice;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which deliveries are passed over, and that none is lost.
class DeliveryFiltersTest {
  private final ScriptedDeliveries deliveries = new ScriptedDeliveries();
  private final ScriptedDeliveryReader reader = deliveries.reader;
  private final MirroredConnection acme = deliveries.acme;
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final ForeseeDeliveries foreseeing =
      new ForeseeDeliveries(store.received(), reader, store.rules(), store.subjects());

  @Test
  void a_ticket_of_another_client_is_skipped_with_a_reason_and_applied_when_it_is_replayed() {
    acme.mirrors(aTicket().of(12));
    halo.put(aTicket().of(12).saying("now").changed(9).build());
    filter(new Choice(true, Set.of(13L)), true, Choice.ALL, Set.of());
    deliveries.accept("hint", hint(ticket(1)));

    deliveries.process();

    assertThat(skipped())
        .containsExactly("Its client is not one of those whose events are applied.");
    assertThat(halo.reads()).isEmpty();

    var all = new Selection(acme.id, Optional.of(Kind.SKIPPED), Optional.empty(), Set.of());
    assertThat(store.deadLetters().replay(all)).isEqualTo(1);
    deliveries.process();

    assertThat(skipped()).isEmpty();
    assertThat(halo.reads()).hasSize(1);
  }

  @Test
  void a_body_without_an_id_is_worked_on_once_the_connection_wants_that() {
    halo.put(aTicket().build());
    reader.eventsWithoutId("custom", hint(ticket(1)));
    reader.eventsWithoutId("another", hint(ticket(1)));
    deliveries.accept("custom");
    deliveries.process();
    assertThat(deliveries.state().quarantined()).isEqualTo(1);
    assertThat(halo.reads()).isEmpty();

    store.rules().saveBodiesWithoutId(acme.id, true);
    deliveries.accept("another");
    deliveries.process();

    assertThat(halo.reads()).containsExactly(ticket(1));
    assertThat(deliveries.state().applied()).isEqualTo(1);
  }

  @Test
  void a_body_without_an_id_is_filtered_like_any_other() {
    acme.mirrors(aTicket().of(12));
    reader.eventsWithoutId("custom", hint(ticket(1)));
    store.rules().saveBodiesWithoutId(acme.id, true);
    filter(new Choice(true, Set.of(13L)), true, Choice.ALL, Set.of());
    deliveries.accept("custom");

    assertThat(foreseeing.preview(acme.id, store.rules().filters(acme.id), 9))
        .extracting(preview -> preview.skipped().isPresent())
        .containsExactly(true);
    deliveries.process();

    assertThat(skipped()).hasSize(1);
    assertThat(halo.reads()).isEmpty();
  }

  @Test
  void a_body_without_an_id_is_worked_on_where_its_signature_covers_one() {
    halo.put(aTicket().build());
    reader.eventsWithoutId("custom", hint(ticket(1)));
    deliveries.accept("custom", Map.of(IncomingDelivery.SIGNED_ID, "msg_1"));

    deliveries.process();

    assertThat(halo.reads()).hasSize(1);
    assertThat(deliveries.state().applied()).isEqualTo(1);
  }

  @Test
  void what_is_not_known_of_a_ticket_never_keeps_it_from_being_applied() {
    halo.put(aTicket().build());
    filter(new Choice(true, Set.of(13L)), false, new Choice(true, Set.of(99L)), Set.of(14L));
    deliveries.accept("hint", hint(ticket(1)));

    deliveries.process();

    assertThat(deliveries.state().applied()).isEqualTo(1);
  }

  @Test
  void tickets_of_inactive_clients_and_internal_ones_are_skipped_and_the_client_itself_is_not() {
    var source = Source.reread("test");
    store.mirror().storeClients(acme.id, List.of(aClient(12).inactive().build()), source);
    acme.mirrors(aTicket().of(12));
    acme.mirrors(aTicket(2).of(14));
    filter(Choice.ALL, false, Choice.ALL, Set.of(14L));
    deliveries.accept("inactive", hint(ticket(1)));
    deliveries.accept("internal", hint(ticket(2)));
    deliveries.accept("client", hint(new ObjectRef(ObjectRef.Kind.CLIENT, 12)));
    deliveries.accept("deletion", named(ticket(1), "ticket deleted"));

    deliveries.process();

    assertThat(skipped())
        .containsExactlyInAnyOrder("Its client is inactive.", "It is an internal ticket.");
    assertThat(deliveries.state().applied()).isEqualTo(2);
  }

  @Test
  void the_status_that_the_body_shows_counts_before_that_of_the_mirror() {
    acme.mirrors(aTicket().status(1));
    filter(Choice.ALL, true, new Choice(true, Set.of(9L)), Set.of());
    deliveries.accept("closing", shows(aTicket().status(9).changed(5)));
    deliveries.accept("other", hint(ticket(1)));

    deliveries.process();

    assertThat(skipped()).containsExactly("Its status is not one of those that are applied.");
    assertThat(deliveries.state().applied()).isEqualTo(1);
  }

  @Test
  void a_preview_says_what_filters_would_do_and_changes_nothing() {
    acme.mirrors(aTicket().of(12));
    deliveries.accept("known", hint(ticket(1)));
    deliveries.accept("unknown", hint(ticket(2)));
    var filters =
        new DeliveryFilters(
            new Choice(false, Set.of(12L)), true, Choice.ALL, Choice.ALL, Choice.ALL, Set.of());

    var previews = foreseeing.preview(acme.id, filters, 9);

    assertThat(previews)
        .extracting(ForeseeDeliveries.Preview::skipped)
        .containsExactly(
            Optional.empty(),
            Optional.of("Its client is not one of those whose events are applied."));
    assertThat(deliveries.state().waiting()).isEqualTo(2);
  }

  @Test
  void a_forecast_says_how_many_dead_letters_would_pass_now_and_changes_nothing() {
    acme.mirrors(aTicket());
    deliveries.accept("known");
    deliveries.accept("new to the mirror");
    deliveries.accept("nonsense");
    deliveries.process();
    reader.events("known", hint(ticket(1)));
    reader.events("new to the mirror", hint(ticket(2)));

    var forecast = foreseeing.forecast(Selection.all(acme.id));

    assertThat(forecast).isEqualTo(new ForeseeDeliveries.Forecast(3, 1, 1, 1));
    assertThat(deliveries.state().quarantined()).isEqualTo(3);
  }

  @Test
  void all_large_deliveries_are_looked_at_portion_by_portion() {
    for (int i = 0; i < 8; i++) {
      deliveries.accept(i + " ".repeat(3 << 20));
    }
    deliveries.process();

    assertThat(foreseeing.preview(acme.id, DeliveryFilters.NONE, 7)).hasSize(7);
    assertThat(foreseeing.forecast(Selection.all(acme.id)))
        .isEqualTo(new ForeseeDeliveries.Forecast(8, 0, 0, 8));
  }

  @Test
  void what_did_not_come_as_json_is_set_aside_until_a_person_vouches_for_it() {
    acme.mirrors(aTicket());
    reader.events("odd", hint(ticket(1)));
    deliveries.accept("odd", Map.of(IncomingDelivery.ODD_TYPE, "text/plain"));

    deliveries.process();

    assertThat(deliveries.state().quarantined()).isEqualTo(1);
    store.deadLetters().replay(Selection.all(acme.id));
    deliveries.process();
    assertThat(deliveries.state().applied()).isEqualTo(1);
    var now = clock.instant();
    var lately = new DeliveryStatistics.Span(now.minusSeconds(1), now.plusSeconds(1));
    assertThat(store.statistics().buckets(acme.id, lately, DeliveryStatistics.Unit.HOUR))
        .allSatisfy(bucket -> assertThat(bucket.latencies().total()).isZero());
  }

  /// A flood of 5,000 about one client, of which not one gets done, and one about another.
  @Test
  @Timeout(30)
  void a_flood_about_one_client_that_hangs_does_not_hold_up_another_of_the_connection()
      throws Exception {
    var release = new CountDownLatch(1);
    DeliveryReader hanging =
        body -> {
          if (new String(body, UTF_8).contains("\"client_id\":12")) {
            awaitRelease(release);
          }
          return reader.read(body);
        };
    for (int i = 0; i < 5_000; i++) {
      deliveries.accept("{\"client_id\":12,\"n\":" + i + "}");
    }
    acme.mirrors(aTicket());
    halo.put(aTicket().build());
    var stuck = deliveries.processing(hanging);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      stuck.beginSome(threads);
      deliveries.accept("{\"client_id\":13}", hint(ticket(1)));

      stuck.beginSome(threads);

      await().until(() -> deliveries.state().applied() == 1);
      assertThat(deliveries.state().waiting()).isEqualTo(5_000);
      release.countDown();
    }
  }

  @Test
  void a_strand_is_worked_on_apart_from_the_others_only_if_it_has_many() {
    var claimed = IntStream.range(0, 60).mapToObj(i -> claimed(i, i < 30 ? 1 : i)).toList();

    assertThat(WorkUnderWay.parts(claimed)).extracting(List::size).containsExactly(30, 30);
    assertThat(Strand.numberOf("{\"client_id\": \"12\"}".getBytes(UTF_8)))
        .isEqualTo(Strand.numberOf("{\"a\":{\"client_id\":12}}".getBytes(UTF_8)))
        .isNotEqualTo(Strand.numberOf("{\"client_id\":13}".getBytes(UTF_8)));
    assertThat(Strand.numberOf("{\"client_id\"".getBytes(UTF_8))).isZero();
  }

  @Test
  void bodies_that_number_only_a_ticket_are_in_strands_of_their_own() {
    assertThat(Strand.numberOf("{\"ticket_id\":12}".getBytes(UTF_8)))
        .isEqualTo(Strand.numberOf("{\"id\":\"12\"}".getBytes(UTF_8)))
        .isEqualTo(
            Strand.numberOf(
                "{\"id\":\"3a1f0c5e-5a0e-4f9e-9d5b-1f1e6a2b7c11\",\"ticket\":{\"id\":12}}"
                    .getBytes(UTF_8)))
        .isNotEqualTo(Strand.numberOf("{\"ticket_id\":13}".getBytes(UTF_8)))
        .isNotZero();
  }

  private ClaimedDelivery claimed(long number, int strand) {
    return new ClaimedDelivery(
        new ClaimedDelivery.Claim(acme.id, number, 1),
        1,
        0,
        strand,
        clock.instant(),
        new byte[0],
        ClaimedDelivery.Standing.USUAL);
  }

  private static void awaitRelease(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void filter(Choice clients, boolean inactive, Choice statuses, Set<Long> internal) {
    store
        .rules()
        .save(
            acme.id,
            new DeliveryFilters(clients, inactive, Choice.ALL, Choice.ALL, statuses, internal));
  }

  private List<String> skipped() {
    var selection = new Selection(acme.id, Optional.of(Kind.SKIPPED), Optional.empty(), Set.of());
    return store.deadLetters().list(selection, PageArgs.first(9)).rows().stream()
        .map(DeadLetter::reason)
        .toList();
  }
}

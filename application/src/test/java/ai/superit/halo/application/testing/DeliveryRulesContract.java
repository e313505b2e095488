package ai.superit.halo.application.testing;

import static ai.superit.halo.application.webhook.ReceivedDeliveries.NEWEST;
import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.ClaimedDelivery.Standing;
import ai.superit.halo.application.webhook.DeadLetters.Cause;
import ai.superit.halo.application.webhook.DeadLetters.Kind;
import ai.superit.halo.application.webhook.DeadLetters.Selection;
import ai.superit.halo.application.webhook.DeliveryConflicts.Named;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.testing.ClientBuilder;
import ai.superit.halo.domain.testing.TicketBuilder;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.DeliveryFilters;
import ai.superit.halo.domain.webhook.DeliveryFilters.Choice;
import ai.superit.halo.domain.webhook.EventFacts;
import ai.superit.halo.domain.webhook.KeptHeaders;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What every store keeps of what connections do with their deliveries, and of what comes of that.
public interface DeliveryRulesContract extends StoreContract {
  ConnectionId ACME = ConnectionId.random();

  @Test
  default void rules_are_kept_by_connection_and_filters_apart_from_headers() {
    var filters =
        new DeliveryFilters(
            new Choice(true, Set.of(1L, 2L)),
            false,
            new Choice(false, Set.of(3L)),
            new Choice(true, Set.of(4L)),
            new Choice(false, Set.of(5L, 6L)),
            Set.of(7L));
    store().rules().save(ACME, filters);
    store().rules().save(ACME, new KeptHeaders(Set.of("x-team")));

    assertThat(store().rules().filters(ACME)).isEqualTo(filters);
    assertThat(store().rules().headers(ACME).names()).containsExactly("x-team");
    assertThat(store().rules().filters(ConnectionId.random())).isEqualTo(DeliveryFilters.NONE);

    store().rules().save(ACME, DeliveryFilters.NONE);
    assertThat(store().rules().filters(ACME)).isEqualTo(DeliveryFilters.NONE);
    assertThat(store().rules().headers(ACME).names()).containsExactly("x-team");
    assertThat(store().rules().headers(ConnectionId.random())).isEqualTo(KeptHeaders.NONE);
  }

  @Test
  default void bodies_need_an_id_until_a_connection_does_without() {
    store().rules().save(ACME, new KeptHeaders(Set.of("x-team")));
    assertThat(store().rules().bodiesWithoutId(ACME)).isFalse();

    store().rules().saveBodiesWithoutId(ACME, true);
    assertThat(store().rules().bodiesWithoutId(ACME)).isTrue();
    assertThat(store().rules().headers(ACME).names()).containsExactly("x-team");
    assertThat(store().rules().bodiesWithoutId(ConnectionId.random())).isFalse();

    store().rules().saveBodiesWithoutId(ACME, false);
    assertThat(store().rules().bodiesWithoutId(ACME)).isFalse();
  }

  @Test
  default void an_id_that_the_signature_covers_is_known_to_the_worker() {
    accept("named", Map.of(IncomingDelivery.SIGNED_ID, "msg_1"));
    assertThat(claim()).extracting(ClaimedDelivery::standing).containsExactly(Standing.NAMED);

    accept("odd", Map.of(IncomingDelivery.SIGNED_ID, "msg_2", IncomingDelivery.ODD_TYPE, ""));
    assertThat(claim()).extracting(ClaimedDelivery::standing).containsExactly(Standing.ODD);
  }

  @Test
  default void what_the_mirror_knows_of_a_record_is_found() {
    var source = Source.reread("test");
    store()
        .mirror()
        .storeClients(ACME, List.of(ClientBuilder.aClient(12).inactive().build()), source);
    new StoreTickets(store().mirror(), store().links(), store().transactions())
        .store(ACME, List.of(TicketBuilder.aTicket().of(12).build()), source);
    var ticket = new ObjectRef(ObjectRef.Kind.TICKET, 1);
    var client = new ObjectRef(ObjectRef.Kind.CLIENT, 12);

    var known =
        store()
            .subjects()
            .known(ACME, Set.of(ticket, client, new ObjectRef(ObjectRef.Kind.ASSET, 9)));

    assertThat(known).containsOnlyKeys(ticket, client);
    assertThat(facts(known, ticket).client()).contains(12L);
    assertThat(facts(known, ticket).clientActive()).contains(false);
    assertThat(facts(known, ticket).status())
        .contains(TicketBuilder.aTicket().build().state().status());
    assertThat(facts(known, client).status()).isEmpty();
    assertThat(store().subjects().activeClients(ACME, Set.of(12L, 13L)))
        .isEqualTo(Map.of(12L, false));
    assertThat(store().subjects().known(ConnectionId.random(), Set.of(ticket))).isEmpty();
  }

  @Test
  default void another_body_under_the_id_of_an_earlier_delivery_is_counted_once() {
    var id = UUID.randomUUID();
    var first = new Named(id, 1, DeliveryDigest.of(new byte[] {1}));
    var other = new Named(id, 2, DeliveryDigest.of(new byte[] {2}));

    assertThat(store().conflicts().remember(ACME, List.of(first), NOON)).isZero();
    assertThat(store().conflicts().remember(ACME, List.of(first), minute(1))).isZero();
    assertThat(store().conflicts().remember(ConnectionId.random(), List.of(other), NOON)).isZero();
    assertThat(store().conflicts().remember(ACME, List.of(other), minute(2))).isEqualTo(1);
    assertThat(store().conflicts().remember(ACME, List.of(other), minute(3))).isZero();

    assertThat(store().conflicts().count(ACME, NOON)).isEqualTo(1);
    assertThat(store().conflicts().count(ACME, minute(3))).isZero();
    assertThat(store().conflicts().count(ConnectionId.random(), NOON)).isZero();
    store().conflicts().forgetBefore(minute(9));
    assertThat(store().conflicts().count(ACME, NOON)).isZero();
    assertThat(store().conflicts().remember(ACME, List.of(other), minute(10))).isZero();
  }

  @Test
  default void two_bodies_under_one_id_that_come_at_once_are_a_conflict() {
    var id = UUID.randomUUID();
    var both =
        List.of(
            new Named(id, 1, DeliveryDigest.of(new byte[] {1})),
            new Named(id, 2, DeliveryDigest.of(new byte[] {2})));

    var found = store().conflicts().remember(ACME, both, NOON);

    assertThat(found + store().conflicts().remember(ACME, both, NOON)).isEqualTo(1);
  }

  @Test
  default void headers_are_kept_with_their_delivery_and_an_odd_type_is_known_to_the_worker() {
    accept("plain", Map.of());
    accept("routed", Map.of("x-team", "north\u0000", "x-urgency", "high"));
    accept("odd", Map.of(IncomingDelivery.ODD_TYPE, "text/plain"));

    var numbers = store().received().last(ACME, NEWEST, 9).keySet();
    assertThat(store().received().headers(ACME, numbers).values())
        .anySatisfy(headers -> assertThat(headers).containsEntry("x-urgency", "high"))
        .hasSize(2);
    assertThat(store().received().headers(ConnectionId.random(), numbers)).isEmpty();
    assertThat(claim())
        .extracting(ClaimedDelivery::standing)
        .containsExactlyInAnyOrder(Standing.USUAL, Standing.USUAL, Standing.ODD);
  }

  @Test
  default void what_was_skipped_is_kept_apart_and_vouched_for_once_it_is_replayed() {
    accept("skipped", Map.of());
    accept("dead", Map.of());
    var claims = claim();
    store()
        .inbox()
        .finish(
            Map.of(
                claims.getFirst().claim(), new Disposition.Skipped("not one of ours"),
                claims.getLast().claim(), new Disposition.Quarantined("not JSON")),
            Map.of(),
            minute(1));
    var letters = store().deadLetters();
    var skipped = new Selection(ACME, Optional.of(Kind.SKIPPED), Optional.empty(), Set.of());

    assertThat(letters.count(Selection.all(ACME))).isEqualTo(1);
    assertThat(letters.count(skipped)).isEqualTo(1);
    assertThat(store().received().deadLetters(skipped, NEWEST, 9).values())
        .extracting(delivery -> new String(delivery.body(), UTF_8))
        .containsExactly("skipped");
    assertThat(letters.causes(skipped, 9))
        .extracting(Cause::reason)
        .containsExactly("not one of ours");
    assertThat(letters.causes(Selection.all(ACME), 9))
        .extracting(Cause::kind)
        .containsExactly(Kind.QUARANTINED);
    assertThat(letters.replay(skipped)).isEqualTo(1);
    assertThat(claim()).extracting(ClaimedDelivery::standing).containsExactly(Standing.VOUCHED_FOR);
  }

  @Test
  default void the_last_deliveries_come_newest_first() {
    accept("first", Map.of());
    accept("second", Map.of());

    assertThat(store().received().last(ACME, NEWEST, 1).values())
        .extracting(delivery -> new String(delivery.body(), UTF_8))
        .containsExactly("second");
    assertThat(store().received().last(ConnectionId.random(), NEWEST, 9)).isEmpty();
  }

  @Test
  default void large_deliveries_come_in_portions() {
    var large = " ".repeat(3 << 20);
    for (int i = 0; i < 8; i++) {
      accept(i + large, Map.of());
    }
    var received = store().received();

    var first = received.last(ACME, NEWEST, 200);
    var second = received.last(ACME, first.sequencedKeySet().getLast(), 200);

    assertThat(first).hasSize(6);
    assertThat(second).hasSize(2);
    assertThat(first.sequencedValues().getFirst().body()).startsWith('7');
    assertThat(second.sequencedValues().getLast().body()).startsWith('0');
    assertThat(received.last(ACME, second.sequencedKeySet().getLast(), 200)).isEmpty();
  }

  @Test
  default void large_dead_letters_come_in_portions() {
    var large = " ".repeat(3 << 20);
    for (int i = 0; i < 8; i++) {
      accept(i + large, Map.of());
    }
    setAllAside();
    setAllAside();
    var received = store().received();
    var all = Selection.all(ACME);

    var first = received.deadLetters(all, NEWEST, 200);
    var second = received.deadLetters(all, first.sequencedKeySet().getLast(), 200);

    assertThat(first).hasSize(6);
    assertThat(second).hasSize(2);
    assertThat(received.deadLetters(all, second.sequencedKeySet().getLast(), 200)).isEmpty();
    assertThat(received.deadLetters(all, NEWEST, 3)).hasSize(3);
  }

  @Test
  default void a_backlog_about_one_client_does_not_hold_up_another_of_the_connection() {
    for (int i = 0; i < 9; i++) {
      accept("{\"client_id\":12,\"n\":%d}".formatted(i), Map.of());
    }
    accept("{\"client_id\":13}", Map.of());

    assertThat(store().inbox().claim(4, Except.NOTHING, Duration.ofMinutes(9), minute(1)))
        .extracting(delivery -> new String(delivery.body(), UTF_8))
        .contains("{\"client_id\":13}")
        .hasSize(3);
  }

  @Test
  default void strands_that_are_being_worked_on_are_left_alone() {
    accept("{\"client_id\":12}", Map.of());
    var busy = claim().getFirst().strand();
    accept("{\"client_id\":12,\"more\":1}", Map.of());
    accept("{\"client_id\":13}", Map.of());

    var claimed =
        store()
            .inbox()
            .claim(9, new Except(Set.of(), Set.of(busy)), Duration.ofMinutes(9), minute(1));

    assertThat(claimed)
        .extracting(delivery -> new String(delivery.body(), UTF_8))
        .containsExactly("{\"client_id\":13}");
  }

  private static EventFacts facts(Map<ObjectRef, EventFacts> known, ObjectRef object) {
    return known.getOrDefault(object, EventFacts.UNKNOWN);
  }

  private void accept(String body, Map<String, String> headers) {
    store().inbox().accept(new IncomingDelivery(ACME, NOON, body.getBytes(UTF_8), headers));
  }

  private void setAllAside() {
    var aside =
        claim().stream()
            .collect(
                Collectors.<ClaimedDelivery, ClaimedDelivery.Claim, Disposition>toMap(
                    ClaimedDelivery::claim, _ -> new Disposition.Quarantined("not JSON")));
    store().inbox().finish(aside, Map.of(), minute(1));
  }

  private List<ClaimedDelivery> claim() {
    return store().inbox().claim(9, Except.NOTHING, Duration.ofMinutes(9), minute(1));
  }
}

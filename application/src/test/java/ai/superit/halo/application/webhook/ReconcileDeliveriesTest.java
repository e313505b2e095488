package ai.superit.halo.application.webhook;

import static ai.superit.halo.application.testing.FakeDeliveryLogs.flawed;
import static ai.superit.halo.application.testing.FakeDeliveryLogs.missed;
import static ai.superit.halo.application.testing.FakeDeliveryLogs.page;
import static ai.superit.halo.application.webhook.HaloEvents.named;
import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.testing.FakeDeliveryLogs;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.application.webhook.DeliveryLogs.LogPage;
import ai.superit.halo.application.webhook.DeliveryProofs.Missed;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.testing.TicketBuilder;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.LogAccess;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcileDeliveriesTest {
  private static final ObjectRef TICKET = HaloEvents.ticket(1);
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final FakeDeliveryLogs logs = FakeDeliveryLogs.ofOneWebhook();
  private final ReconcileDeliveries reconciling =
      new ReconcileDeliveries(
          logs,
          store.proofs(),
          new ApplyEvents(acme.tenants, acme.mirror, acme.tickets),
          acme.resources,
          URI.create("https://hooks.example"),
          EVERY,
          clock);

  @BeforeEach
  void read_the_log() {
    logs.give(List.of(page("a", true, NOON)));
    reconcile(Integer.MAX_VALUE);
  }

  @Test
  void what_a_log_leaves_open_stays_open_until_the_tenant_was_asked() {
    logs.give(List.of(flawed("b", minute(30))));
    halo.down(true);

    reconcile(Integer.MAX_VALUE);

    assertThat(standing().access()).isEqualTo(LogAccess.CUSTOM_PAYLOAD);
    assertThat(standing().checkedTo()).contains(NOON);
    halo.down(false);
    reconcile(Integer.MAX_VALUE);
    assertThat(standing().checkedTo()).contains(minute(30));
    assertThat(standing().polledAt()).contains(clock.instant());
  }

  @Test
  void a_log_that_was_not_read_to_its_end_counts_as_not_read() {
    logs.give(List.of(page("b", false, minute(30)), page("c", true, NOON)));

    reconcile(1);

    assertThat(standing().access()).isEqualTo(LogAccess.AVAILABLE);
    assertThat(standing().checkedTo()).contains(NOON);
    assertThat(reconciling.due()).containsExactly(acme.id);
  }

  @Test
  void what_is_not_read_again_because_it_is_stopped_has_no_problem_and_is_read_the_next_time() {
    logs.give(List.of(missed(NOON, 150)));

    reconcile(2);

    assertThat(missing()).hasSize(50).allMatch(each -> each.problem().isEmpty());
    reconcile(Integer.MAX_VALUE);
    assertThat(missing()).isEmpty();
  }

  @Test
  void a_round_that_a_stop_ends_says_nothing_of_the_log_and_is_still_wished_for() {
    logs.fail(new CallsEnded());
    store.proofs().hasten(acme.id);

    reconcile(Integer.MAX_VALUE);

    assertThat(standing().access()).isEqualTo(LogAccess.AVAILABLE);
    assertThat(reconciling.due()).containsExactly(acme.id);
    assertThat(store.proofs().claim(acme.id, clock.instant(), clock.instant().plusSeconds(9)))
        .hasValueSatisfying(claimed -> assertThat(claimed.hurried()).isTrue());
  }

  @Test
  void what_a_stop_keeps_from_being_read_again_has_no_problem_and_is_read_the_next_time() {
    logs.give(List.of(missed(NOON, 1)));
    halo.whileReading(
        TICKET,
        () -> {
          throw new CallsEnded();
        });

    assertThatExceptionOfType(CallsEnded.class).isThrownBy(() -> reconcile(Integer.MAX_VALUE));

    assertThat(missing()).singleElement().matches(each -> each.problem().isEmpty());
    reconcile(Integer.MAX_VALUE);
    assertThat(missing()).isEmpty();
  }

  @Test
  void a_ticket_that_the_log_shows_costs_no_call_and_is_as_new_as_it_can_be() {
    acme.mirrors(aTicket(1));
    var newest = aTicket(1).changed(9).saying("newest");
    logs.give(List.of(missed(NOON, shown(aTicket(1).changed(8)), shown(newest))));

    reconcile(Integer.MAX_VALUE);

    assertThat(halo.reads()).isEmpty();
    assertThat(missing()).isEmpty();
    assertThat(acme.mirrors(newest).updated()).isEmpty();
  }

  @Test
  void a_ticket_of_which_the_log_does_not_show_all_that_was_missed_is_read_again() {
    var now = aTicket(1).changed(9).saying("now");
    acme.mirrors(aTicket(1));
    halo.put(now.build());
    logs.give(List.of(missed(NOON, shown(aTicket(1).changed(8)), told("updated"))));

    reconcile(Integer.MAX_VALUE);

    assertThat(halo.reads()).containsExactly(TICKET);
    assertThat(missing()).isEmpty();
  }

  @Test
  void a_ticket_that_the_log_shows_in_two_ways_of_the_same_time_is_read_again() {
    var second = aTicket(1).changed(8).saying("second");
    acme.mirrors(aTicket(1));
    halo.put(second.build());
    logs.give(List.of(missed(NOON, shown(aTicket(1).changed(8).saying("first")), shown(second))));

    reconcile(Integer.MAX_VALUE);

    assertThat(halo.reads()).containsExactly(TICKET);
    assertThat(missing()).isEmpty();
    assertThat(acme.mirrors(second).updated()).isEmpty();
  }

  @Test
  void a_ticket_that_the_log_shows_as_of_the_time_that_the_mirror_has_is_read_again() {
    var second = aTicket(1).changed(8).saying("second");
    acme.mirrors(second);
    halo.put(second.build());
    logs.give(List.of(missed(NOON, shown(aTicket(1).changed(8).saying("first")))));

    reconcile(Integer.MAX_VALUE);

    assertThat(halo.reads()).containsExactly(TICKET);
    assertThat(missing()).isEmpty();
    assertThat(acme.mirrors(second).updated()).isEmpty();
  }

  @Test
  void a_ticket_that_the_mirror_has_in_a_newer_state_than_the_log_shows_costs_no_call() {
    var newer = aTicket(1).changed(9);
    acme.mirrors(newer);
    logs.give(List.of(missed(NOON, shown(aTicket(1).changed(8).saying("older")))));

    reconcile(Integer.MAX_VALUE);

    assertThat(halo.reads()).isEmpty();
    assertThat(missing()).isEmpty();
    assertThat(acme.mirrors(newer).updated()).isEmpty();
  }

  @Test
  void a_ticket_of_which_a_delivery_tells_only_the_number_is_read_again() {
    acme.mirrors(aTicket(1));
    halo.put(aTicket(1).changed(9).saying("now").build());
    var shown = missed(NOON, shown(aTicket(1).changed(8))).deliveries().getFirst();
    var later = minute(1);
    var silent = new LoggedDelivery(DeliveryDigest.of(new byte[] {1}), later, true, Set.of(TICKET));
    logs.give(
        List.of(
            new LogPage(
                List.of(silent, shown), List.of(), List.of(later, NOON), "missed", 2, true)));

    reconcile(Integer.MAX_VALUE);

    assertThat(halo.reads()).containsExactly(TICKET);
    assertThat(missing()).isEmpty();
  }

  @Test
  void a_ticket_that_the_mirror_does_not_have_is_read_whatever_the_log_shows() {
    halo.put(aTicket(1).build());
    logs.give(List.of(missed(NOON, shown(aTicket(1)))));

    reconcile(Integer.MAX_VALUE);

    assertThat(halo.reads()).containsExactly(TICKET);
  }

  @Test
  void a_deletion_that_the_log_tells_is_looked_at_once() {
    acme.mirrors(aTicket(1));
    logs.give(List.of(missed(NOON, shown(aTicket(1).changed(8)), told("deleted"))));

    reconcile(Integer.MAX_VALUE);

    assertThat(halo.reads()).containsExactly(TICKET);
    assertThat(acme.living(Resource.TICKETS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "action deleted",
        "attachment deleted",
        "ticket attachment deleted",
        "ticket undeleted",
        "ticket restored",
        "user deleted"
      })
  void that_something_else_was_deleted_is_no_reason_to_believe_an_api_that_is_gone(String name) {
    acme.mirrors(aTicket(1));
    halo.vanish();
    logs.give(List.of(missed(NOON, named(TICKET, name))));

    reconcile(Integer.MAX_VALUE);

    assertThat(acme.living(Resource.TICKETS)).containsExactly(1L);
    assertThat(missing()).hasSize(1);
  }

  @Test
  void a_ticket_of_which_more_is_told_after_its_deletion_is_not_believed_to_be_gone() {
    acme.mirrors(aTicket(1));
    halo.vanish();
    var deleted = missed(NOON, told("deleted")).deliveries();
    var restored = missed(minute(1), told("restored")).deliveries();
    logs.give(
        List.of(
            new LogPage(restored, List.of(), List.of(minute(1)), "restored", 1, false),
            new LogPage(deleted, List.of(), List.of(NOON), "deleted", 1, true)));

    reconcile(Integer.MAX_VALUE);

    assertThat(acme.living(Resource.TICKETS)).containsExactly(1L);
    assertThat(missing()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ticket deleted", "Ticket Deleted", "ticket_deleted", "TicketDeleted"})
  void a_ticket_that_the_log_says_was_deleted_is_gone_if_it_is_not_found(String name) {
    acme.mirrors(aTicket(1));
    halo.vanish();
    logs.give(List.of(missed(NOON, named(TICKET, name, NOON))));

    reconcile(Integer.MAX_VALUE);

    assertThat(acme.living(Resource.TICKETS)).isEmpty();
    assertThat(missing()).isEmpty();
  }

  @Test
  void a_deletion_is_not_believed_of_a_ticket_that_the_mirror_has_in_a_later_state() {
    acme.mirrors(aTicket(1).changed(9));
    halo.vanish();
    logs.give(List.of(missed(minute(8), named(TICKET, "ticket deleted", minute(8)))));

    reconcile(Integer.MAX_VALUE);

    assertThat(acme.living(Resource.TICKETS)).containsExactly(1L);
    assertThat(missing()).hasSize(1);
  }

  @Test
  void a_deletion_of_which_nobody_says_when_it_was_is_not_believed() {
    acme.mirrors(aTicket(1));
    halo.vanish();
    logs.give(List.of(missed(minute(8), told("deleted"))));

    reconcile(Integer.MAX_VALUE);

    assertThat(acme.living(Resource.TICKETS)).containsExactly(1L);
    assertThat(missing()).hasSize(1);
  }

  private static HaloEvent shown(TicketBuilder ticket) {
    return new HaloEvent(
        TICKET, "ticket updated", Optional.of(ticket.build()), Optional.empty(), Optional.empty());
  }

  private static HaloEvent told(String what) {
    return named(TICKET, "ticket " + what);
  }

  /// @param asked after so many questions it is stopped
  private void reconcile(int asked) {
    var left = new AtomicInteger(asked);
    clock.advance(EVERY);
    reconciling.reconcile(acme.id, () -> left.getAndDecrement() <= 0);
  }

  private DeliveryProofs.Standing standing() {
    return store.proofs().standing(acme.id);
  }

  private List<Missed> missing() {
    return store.proofs().missing(acme.id, clock.instant(), 1_000).stream()
        .filter(each -> !each.objects().isEmpty())
        .toList();
  }
}

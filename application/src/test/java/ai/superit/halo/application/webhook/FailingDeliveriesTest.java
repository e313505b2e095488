package ai.superit.halo.application.webhook;

import static ai.superit.halo.application.webhook.HaloEvents.hint;
import static ai.superit.halo.application.webhook.HaloEvents.shows;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Deliveries that cannot be applied at once: what becomes of them, and of those beside them.
class FailingDeliveriesTest {
  private static final ObjectRef TICKET = HaloEvents.ticket(1);

  private final ScriptedDeliveries deliveries = new ScriptedDeliveries();
  private final MirroredConnection acme = deliveries.acme;
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;

  @Test
  @Timeout(30)
  void a_tenant_that_hangs_holds_up_no_other() {
    var beta = ConnectionBuilder.aConnection("beta").build();
    var other = acme.connect(beta);
    other.put(aTicket().build());
    deliveries.accept("hangs", hint(TICKET));
    var answering = halo.hang();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(deliveries.processing.beginSome(threads)).isEqualTo(1);
      deliveries.accept("more of it", hint(TICKET));
      deliveries.reader.events("other", hint(TICKET));
      deliveries.accept(beta.id(), "other");

      assertThat(deliveries.processing.beginSome(threads)).isEqualTo(1);
      await().until(() -> store.inbox().state(beta.id()).applied() == 1);
      assertThat(deliveries.processing.beginSome(threads)).isZero();
      answering.run();
    }

    assertThat(deliveries.process()).isEqualTo(1);
    assertThat(deliveries.state().applied()).isEqualTo(2);
  }

  @Test
  @Timeout(30)
  void what_a_tenant_does_not_answer_in_time_is_tried_again() {
    var impatient = new ApplyEvents(acme.tenants, acme.mirror, acme.tickets, Duration.ofMillis(50));
    deliveries.accept("hangs", hint(TICKET));
    var answering = halo.hang();

    deliveries.processing(deliveries.reader, impatient).processSome();

    answering.run();
    assertThat(deliveries.state().waiting()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(5));
    assertThat(deliveries.process()).isEqualTo(1);
    assertThat(deliveries.state().applied()).isEqualTo(1);
  }

  @Test
  @Timeout(30)
  void a_tenant_that_was_not_asked_for_its_limit_is_not_told_to_be_late() {
    var impatient = new ApplyEvents(acme.tenants, acme.mirror, acme.tickets, Duration.ofMillis(50));
    var answering = halo.hang();
    Map<ObjectRef, List<HaloEvent>> hinted = Map.of(TICKET, List.of(hint(TICKET)));

    assertThat(impatient.apply(acme.id, hinted, Source.reread("test")))
        .containsEntry(TICKET, "Halo did not answer in time");
    halo.closed(Duration.ofMinutes(4));
    assertThat(impatient.apply(acme.id, hinted, Source.reread("test")))
        .containsEntry(TICKET, "HaloPSA's rate limit let no call through in time");

    answering.run();
  }

  @Test
  void a_delivery_that_fails_is_tried_again_and_parked_in_the_end() {
    halo.down(true);
    deliveries.accept("hint", hint(TICKET));

    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(deliveries.state().waiting()).isEqualTo(1);
      assertThat(deliveries.process()).isEqualTo(1);
      assertThat(deliveries.process()).isZero();
      clock.advance(Duration.ofMinutes(5));
    }

    assertThat(deliveries.state().parked()).isEqualTo(1);
    assertThat(deliveries.process()).isZero();
  }

  @Test
  void a_failure_of_one_object_does_not_keep_others_from_being_applied() {
    acme.mirrors(aTicket());
    halo.down(true);
    deliveries.accept("fails", hint(new ObjectRef(ObjectRef.Kind.CLIENT, 7)));
    deliveries.accept("works", shows(aTicket().saying("new").changed(1)));

    deliveries.process();

    assertThat(acme.findTicket(1).orElseThrow().ticket().value().text().summary()).isEqualTo("new");
    assertThat(deliveries.state().applied()).isEqualTo(1);
    assertThat(deliveries.state().waiting()).isEqualTo(1);
  }

  @Test
  void a_delivery_on_which_nobody_can_work_is_parked_in_the_end_and_holds_up_no_other() {
    halo.put(aTicket(7).build());
    halo.put(aTicket(8).build());
    deliveries.accept("poison", hint(HaloEvents.ticket(7)));
    deliveries.accept("fine", hint(HaloEvents.ticket(8)));
    store.faults().whenAskedForTheClientOf(new TicketId(7), new IllegalStateException("poison"));

    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(deliveries.state().parked()).isZero();
      deliveries.process();
      assertThat(deliveries.state().applied()).isEqualTo(1);
      assertThat(deliveries.process()).isZero();
      clock.advance(Duration.ofMinutes(5));
    }

    assertThat(deliveries.state().parked()).isEqualTo(1);
    assertThat(
            store.deadLetters().causes(DeadLetters.Selection.all(acme.id), 1).getFirst().reason())
        .contains("event=delivery_failed");
  }

  @Test
  void an_error_of_one_delivery_holds_up_no_other() {
    DeliveryReader deep =
        body -> {
          if (new String(body, UTF_8).equals("deep")) {
            throw new StackOverflowError("deep");
          }
          return deliveries.reader.read(body);
        };
    halo.put(aTicket().build());
    deliveries.accept("deep", hint(TICKET));
    deliveries.accept("fine", hint(TICKET));

    deliveries.processing(deep).processSome();

    assertThat(deliveries.state().applied()).isEqualTo(1);
    assertThat(deliveries.state().waiting()).isEqualTo(1);
  }

  @Test
  void a_store_that_is_gone_is_no_failure_of_a_delivery() {
    deliveries.accept("hint", hint(HaloEvents.ticket(7)));
    var lost = new StoreUnavailable("gone", new IllegalStateException("gone"));
    store.faults().whenAskedForTheClientOf(new TicketId(7), lost);
    var gone = deliveries.processing(deliveries.reader);

    for (int time = 1; time <= 2; time++) {
      assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(gone::processSome);
      assertThat(deliveries.process()).isZero();
      clock.advance(Duration.ofSeconds(20));
    }
    store.faults().mend();
    halo.down(true);
    deliveries.process();

    assertThat(deliveries.state().waiting()).isEqualTo(1);
  }

  @Test
  void a_delivery_that_everybody_who_takes_it_on_loses_is_parked_in_the_end() {
    halo.put(aTicket().build());
    deliveries.accept("deadly", hint(TICKET));
    lose(20);
    deliveries.accept("fine", hint(TICKET));

    assertThat(deliveries.process()).isEqualTo(2);

    assertThat(deliveries.state().parked()).isEqualTo(1);
    assertThat(deliveries.state().applied()).isEqualTo(1);
  }

  @Test
  void what_was_lost_now_and_then_is_worked_on_however_few_attempts_there_are_to_be() {
    halo.put(aTicket().build());
    deliveries.accept("unlucky", hint(TICKET));
    lose(19);

    deliveries.process();

    assertThat(deliveries.state().applied()).isEqualTo(1);
  }

  private void lose(int times) {
    for (int time = 1; time <= times; time++) {
      assertThat(store.inbox().claim(1, Except.NOTHING, Duration.ofSeconds(20), clock.instant()))
          .hasSize(1);
      clock.advance(Duration.ofSeconds(20));
    }
  }

  @Test
  void what_a_stop_keeps_from_being_read_is_taken_on_again_and_costs_no_try() {
    halo.put(aTicket().build());
    deliveries.accept("hint", hint(TICKET));
    for (int stop = 1; stop <= 3; stop++) {
      halo.whileReading(
          TICKET,
          () -> {
            throw new CallsEnded();
          });
      assertThatExceptionOfType(CallsEnded.class).isThrownBy(deliveries::process);
      clock.advance(Duration.ofSeconds(20));
    }

    assertThat(store.inbox().claim(1, Except.NOTHING, Duration.ofSeconds(20), clock.instant()))
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.tries()).isEqualTo(1));
  }
}

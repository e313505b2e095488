package ai.superit.halo.application.webhook;

import static ai.superit.halo.application.testing.MirroredConnection.MANAGERS;
import static ai.superit.halo.application.webhook.HaloEvents.hint;
import static ai.superit.halo.application.webhook.HaloEvents.shows;
import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.ContactBuilder.aContact;
import static ai.superit.halo.domain.testing.InvoiceBuilder.anInvoice;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProcessDeliveriesTest {
  private static final ObjectRef TICKET = HaloEvents.ticket(1);

  private final ScriptedDeliveries deliveries = new ScriptedDeliveries();
  private final MirroredConnection acme = deliveries.acme;
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;

  @Test
  void nothing_is_done_while_nothing_waits() {
    assertThat(deliveries.process()).isZero();
  }

  @Test
  void what_comes_during_a_pause_waits_for_its_end() {
    halo.put(aTicket().build());
    store.pauses().pause(acme.id, acme.clock.instant());
    deliveries.accept("hint", hint(TICKET));

    assertThat(deliveries.process()).isZero();
    assertThat(deliveries.state().waiting()).isEqualTo(1);

    store.pauses().resume(acme.id);
    assertThat(deliveries.process()).isEqualTo(1);
    assertThat(acme.findTicket(1)).isPresent();
  }

  @Test
  void many_events_about_one_object_become_one_reread() {
    halo.put(aTicket().saying("now").changed(3).build());
    for (int i = 0; i < 5; i++) {
      deliveries.accept("hint " + i, hint(TICKET));
    }

    assertThat(deliveries.process()).isEqualTo(5);

    assertThat(halo.reads()).containsExactly(TICKET);
    assertThat(acme.findTicket(1).orElseThrow().ticket().value().text().summary()).isEqualTo("now");
    assertThat(deliveries.state().applied()).isEqualTo(5);
  }

  @Test
  void a_record_whose_page_alone_says_a_stamp_still_takes_what_the_next_list_shows() {
    var listed = aClient(7).stamped(Stamp.UNKNOWN);
    store.mirror().storeClients(acme.id, List.of(listed.build()), Source.run("first"));
    halo.put(aClient(7).changed(3).build(), aClient(8).changed(3).build());
    deliveries.accept("known", hint(new ObjectRef(ObjectRef.Kind.CLIENT, 7)));
    deliveries.accept("new", hint(new ObjectRef(ObjectRef.Kind.CLIENT, 8)));
    deliveries.process();

    var renamed =
        List.of(
            listed.named("Renamed Ltd").build(),
            aClient(8).named("Renamed too").stamped(Stamp.UNKNOWN).build());
    var stored = store.mirror().storeClients(acme.id, renamed, Source.run("second"));

    assertThat(stored.updated()).containsOnly(7L, 8L);
  }

  @Test
  void what_others_store_while_a_page_without_a_stamp_is_read_stays() {
    var contact = new ObjectRef(ObjectRef.Kind.CONTACT, 7);
    var newer = aContact(7).named("New").changed(6).build();
    halo.put(aContact(7).named("Old").build().asOf(Stamp.UNKNOWN));
    halo.whileReading(
        contact,
        () -> {
          halo.put(newer.asOf(Stamp.UNKNOWN));
          store.mirror().storeContacts(acme.id, List.of(newer), Source.run("poll"));
        });
    deliveries.accept("hint", hint(contact));

    assertThat(deliveries.process()).isEqualTo(1);

    assertThat(contact(7)).isEqualTo(newer);
    assertThat(halo.reads()).containsExactly(contact, contact);
    assertThat(deliveries.state().applied()).isEqualTo(1);
  }

  @Test
  void a_page_that_is_overtaken_each_time_is_read_later() {
    var contact = new ObjectRef(ObjectRef.Kind.CONTACT, 7);
    halo.put(aContact(7).named("Old").build().asOf(Stamp.UNKNOWN));
    Stream.of("one", "two", "three")
        .map(name -> aContact(7).named(name).changed(6).build())
        .forEach(newer ->
            halo.whileReading(
                contact,
                () -> store.mirror().storeContacts(acme.id, List.of(newer), Source.run("poll"))));
    deliveries.accept("hint", hint(contact));

    deliveries.process();

    assertThat(contact(7).person().name()).isEqualTo("three");
    assertThat(deliveries.state().waiting()).isEqualTo(1);
    acme.clock.advance(Duration.ofMinutes(1));
    deliveries.process();
    assertThat(contact(7).person().name()).isEqualTo("Old");
    assertThat(deliveries.state().applied()).isEqualTo(1);
  }

  private Contact contact(long id) {
    var key = new Key<>(acme.id, new ContactId(id));
    return requireNonNull(store.clients().contactsByKey(MANAGERS, Set.of(key)).get(key)).value();
  }

  @Test
  void what_halo_no_longer_has_is_retired() {
    acme.mirrors(aTicket());
    deliveries.accept("gone", hint(TICKET));

    deliveries.process();

    assertThat(acme.findTicket(1)).isEmpty();
    assertThat(deliveries.state().applied()).isEqualTo(1);
  }

  @Test
  void a_number_that_only_another_tenant_has_changes_nothing() {
    var beta = ConnectionBuilder.aConnection("beta").build();
    var other = acme.connect(beta);
    other.put(aTicket().saying("of beta").build());
    acme.tickets.store(
        beta.id(), List.of(aTicket().saying("of beta").build()), Source.reread("test"));
    deliveries.accept("foreign", hint(TICKET));
    deliveries.accept("foreign and full", shows(aTicket().saying("stolen").changed(5)));

    deliveries.process();

    assertThat(acme.findTicket(1)).isEmpty();
    assertThat(other.reads()).isEmpty();
    var ofBeta = new Key<>(beta.id(), new TicketId(1));
    assertThat(store.tickets().ticketsByKey(MANAGERS, Set.of(ofBeta)).get(ofBeta))
        .extracting(view -> view.ticket().value().text().summary())
        .isEqualTo("of beta");
    assertThat(deliveries.state().applied()).isEqualTo(2);
  }

  @Test
  void a_batch_of_nothing_needs_nobody() {
    deliveries.reader.mixed("[]", 0);
    deliveries.accept("[]");

    deliveries.process();

    assertThat(deliveries.state().quarantined()).isZero();
    assertThat(deliveries.state().waiting()).isZero();
  }

  @Test
  void objects_of_other_kinds_are_read_again() {
    halo.put(aClient(7).build());
    deliveries.accept("client", hint(new ObjectRef(ObjectRef.Kind.CLIENT, 7)));

    deliveries.process();

    var key = new Key<>(acme.id, new ClientId(7));
    assertThat(store.clients().clientsByKey(MANAGERS, Set.of(key))).containsKey(key);
  }

  @Test
  void a_batch_is_held_for_as_long_as_it_is_worked_on() {
    var lease = Duration.ofMillis(800);
    var system = InstantSource.system();
    DeliveryReader slow =
        body -> {
          Awaitility.await()
              .during(lease.multipliedBy(2))
              .until(
                  () -> store.inbox().claim(1, Except.NOTHING, lease, system.instant()).isEmpty());
          return deliveries.reader.read(body);
        };
    var held =
        new ProcessDeliveries(
            store.inbox(),
            store.pauses(),
            deliveries.understanding(slow),
            deliveries.events,
            ScriptedDeliveries.RETRIES,
            system,
            lease);
    halo.put(aTicket().build());
    deliveries.accept("hint", hint(TICKET));

    assertThat(held.processSome()).isEqualTo(1);

    assertThat(deliveries.state().applied()).isEqualTo(1);
  }

  @Test
  void an_invoice_is_read_again_by_its_own_number() {
    var invoice = new ObjectRef(ObjectRef.Kind.INVOICE, 7);
    halo.put(anInvoice(7).called("INV-0007").build());
    deliveries.accept("invoice updated", hint(invoice));

    deliveries.process();

    assertThat(halo.reads()).containsExactly(invoice);
    assertThat(acme.living(Resource.INVOICES)).containsExactly(7L);
    assertThat(deliveries.state().applied()).isEqualTo(1);
  }

  @Test
  void what_cannot_be_understood_is_quarantined() {
    deliveries.accept("not an event");
    deliveries.reader.mixed("only broken items", 3);
    deliveries.accept("only broken items");

    deliveries.process();

    assertThat(deliveries.state().quarantined()).isEqualTo(2);
  }

  @Test
  void the_readable_items_of_a_mixed_batch_are_applied_and_the_others_set_aside_alone() {
    halo.put(aTicket().build());
    deliveries.reader.mixed("mixed", 2, hint(TICKET));
    deliveries.accept("mixed");

    deliveries.process();

    assertThat(acme.findTicket(1)).isPresent();
    assertThat(deliveries.state().quarantined()).isEqualTo(1);
    assertThat(
            store.deadLetters().causes(DeadLetters.Selection.all(acme.id), 1).getFirst().reason())
        .isEqualTo("2 items could not be understood; the others were applied");
  }
}

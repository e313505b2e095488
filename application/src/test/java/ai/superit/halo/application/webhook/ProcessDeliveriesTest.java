package ai.superit.halo.application.webhook;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.ContactBuilder.aContact;
import static ai.superit.halo.domain.testing.InvoiceBuilder.anInvoice;
import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryHaloTenants;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.ScriptedDeliveryReader;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.testing.NoteBuilder;
import ai.superit.halo.domain.testing.TicketBuilder;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProcessDeliveriesTest {
  private static final Visibility MANAGERS = new Visibility.Managed(Set.of(new TeamId("managers")));
  private static final ObjectRef TICKET = new ObjectRef(ObjectRef.Kind.TICKET, 1);

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryHaloTenants tenants = new InMemoryHaloTenants();
  private final ManualClock clock = new ManualClock();
  private final ScriptedDeliveryReader reader = new ScriptedDeliveryReader();
  private final Connection acme = ConnectionBuilder.aConnection("acme").build();
  private final InMemoryHaloTenant halo = tenants.of(acme.id());
  private final StoreTickets tickets =
      new StoreTickets(store.mirror(), store.links(), store.transactions());
  private final ApplyEvents events = new ApplyEvents(tenants, store.mirror(), tickets);
  private final RetrySchedule retries =
      new RetrySchedule(3, Duration.ofSeconds(1), Duration.ofMinutes(1));
  private final ProcessDeliveries processing =
      new ProcessDeliveries(
          store.inbox(), store.pauses(), understanding(reader), events, retries, clock);

  @BeforeEach
  void connect() {
    store.connections().create(acme, new Secret("secret"));
  }

  @Test
  void nothing_is_done_while_nothing_waits() {
    assertThat(processing.processSome()).isZero();
  }

  @Test
  void what_comes_during_a_pause_waits_for_its_end() {
    halo.put(aTicket().build());
    store.pauses().pause(acme.id(), clock.instant());
    deliver("hint", hint(TICKET));

    assertThat(processing.processSome()).isZero();
    assertThat(state().waiting()).isEqualTo(1);

    store.pauses().resume(acme.id());
    assertThat(processing.processSome()).isEqualTo(1);
    assertThat(found()).isPresent();
  }

  @Test
  void many_events_about_one_object_become_one_reread() {
    halo.put(aTicket().saying("now").changed(3).build());
    for (int i = 0; i < 5; i++) {
      deliver("hint " + i, hint(TICKET));
    }

    assertThat(processing.processSome()).isEqualTo(5);

    assertThat(halo.reads()).containsExactly(TICKET);
    assertThat(found().orElseThrow().ticket().value().text().summary()).isEqualTo("now");
    assertThat(state().applied()).isEqualTo(5);
  }

  @Test
  void a_record_whose_page_alone_says_a_stamp_still_takes_what_the_next_list_shows() {
    var listed = aClient(7).stamped(Stamp.UNKNOWN);
    store.mirror().storeClients(acme.id(), List.of(listed.build()), Source.run("first"));
    halo.put(aClient(7).changed(3).build(), aClient(8).changed(3).build());
    deliver("known", hint(new ObjectRef(ObjectRef.Kind.CLIENT, 7)));
    deliver("new", hint(new ObjectRef(ObjectRef.Kind.CLIENT, 8)));
    processing.processSome();

    var renamed =
        List.of(
            listed.named("Renamed Ltd").build(),
            aClient(8).named("Renamed too").stamped(Stamp.UNKNOWN).build());
    var stored = store.mirror().storeClients(acme.id(), renamed, Source.run("second"));

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
          store.mirror().storeContacts(acme.id(), List.of(newer), Source.run("poll"));
        });
    deliver("hint", hint(contact));

    assertThat(processing.processSome()).isEqualTo(1);

    assertThat(contact(7)).isEqualTo(newer);
    assertThat(halo.reads()).containsExactly(contact, contact);
    assertThat(state().applied()).isEqualTo(1);
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
                () -> store.mirror().storeContacts(acme.id(), List.of(newer), Source.run("poll"))));
    deliver("hint", hint(contact));

    processing.processSome();

    assertThat(contact(7).person().name()).isEqualTo("three");
    assertThat(state().waiting()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(1));
    processing.processSome();
    assertThat(contact(7).person().name()).isEqualTo("Old");
    assertThat(state().applied()).isEqualTo(1);
  }

  private Contact contact(long id) {
    var key = new Key<>(acme.id(), new ContactId(id));
    return requireNonNull(store.clients().contactsByKey(MANAGERS, Set.of(key)).get(key)).value();
  }

  @Test
  void the_newest_snapshot_of_a_known_ticket_is_applied_without_a_call() {
    mirror(aTicket());
    deliver("newer", shows(aTicket().saying("newer").changed(5)));
    deliver("older", shows(aTicket().saying("older").changed(4)));

    processing.processSome();

    assertThat(halo.reads()).isEmpty();
    assertThat(summary()).isEqualTo("newer");
  }

  @Test
  void a_snapshot_that_is_older_than_the_mirror_changes_nothing() {
    mirror(aTicket().saying("newest").changed(9));
    deliver("late", shows(aTicket().saying("late").changed(4)));

    processing.processSome();

    assertThat(summary()).isEqualTo("newest");
    assertThat(state().applied()).isEqualTo(1);
  }

  @Test
  void a_snapshot_that_moves_a_ticket_to_another_client_is_read_again() {
    mirror(aTicket());
    halo.put(aTicket().changed(5).build());
    deliver("moved", shows(aTicket().of(666).changed(5)));

    processing.processSome();

    assertThat(halo.reads()).containsExactly(TICKET);
    assertThat(found().orElseThrow().ticket().value().parties().client())
        .isEqualTo(new ClientId(1));
  }

  @Test
  void a_snapshot_of_an_unknown_ticket_is_read_again_and_not_believed() {
    deliver("unknown", shows(aTicket()));

    processing.processSome();

    assertThat(halo.reads()).containsExactly(TICKET);
    assertThat(found()).isEmpty();
    assertThat(state().applied()).isEqualTo(1);
  }

  @Test
  void a_late_snapshot_does_not_bring_a_deleted_ticket_back() {
    mirror(aTicket());
    store.mirror().retire(acme.id(), TICKET, Source.reread("test"));
    deliver("late", shows(aTicket().saying("late").changed(1)));

    processing.processSome();

    assertThat(found()).isEmpty();
    assertThat(halo.reads()).containsExactly(TICKET);
  }

  @Test
  void the_note_of_a_snapshot_is_stored_with_it() {
    mirror(aTicket());
    deliver("note", shows(aTicket().changed(1), aNote(4)));

    processing.processSome();

    assertThat(notes()).containsExactly(aNote(4).build());
  }

  @Test
  void a_late_delivery_does_not_make_a_private_note_public_again() {
    mirror(aTicket());
    deliver("private", shows(aTicket().changed(5), aNote(4).changed(5).hidden()));
    processing.processSome();
    deliver("late", shows(aTicket().changed(4), aNote(4).changed(4)));

    processing.processSome();

    assertThat(notes()).containsExactly(aNote(4).changed(5).hidden().build());
  }

  @Test
  void of_the_notes_of_one_batch_the_newest_wins() {
    mirror(aTicket());
    deliver("private", shows(aTicket().changed(5), aNote(4).changed(5).hidden()));
    deliver("late", shows(aTicket().changed(4), aNote(4).changed(4)));
    deliver("as old", shows(aTicket().changed(5), aNote(4).changed(3)));

    processing.processSome();

    assertThat(notes()).containsExactly(aNote(4).changed(5).hidden().build());
  }

  @Test
  void a_late_delivery_does_not_bring_a_deleted_note_back() {
    mirror(aTicket().changed(5).lastAction(5));
    var none = new TicketNotes(List.of(), 0, minute(3));
    store.mirror().storeNotes(acme.id(), new TicketId(1), none, Source.reread("test"));
    deliver("late", shows(aTicket().changed(4), aNote(4).changed(4)));
    deliver("as new", shows(aTicket().changed(5).lastAction(5), aNote(4).changed(4)));

    processing.processSome();

    assertThat(notes()).isEmpty();
  }

  @Test
  void what_halo_no_longer_has_is_retired() {
    mirror(aTicket());
    deliver("gone", hint(TICKET));

    processing.processSome();

    assertThat(found()).isEmpty();
    assertThat(state().applied()).isEqualTo(1);
  }

  @Test
  void a_number_that_only_another_tenant_has_changes_nothing() {
    var beta = ConnectionBuilder.aConnection("beta").build();
    store.connections().create(beta, new Secret("secret"));
    tenants.of(beta.id()).put(aTicket().saying("of beta").build());
    tickets.store(beta.id(), List.of(aTicket().saying("of beta").build()), Source.reread("test"));
    deliver("foreign", hint(TICKET));
    deliver("foreign and full", shows(aTicket().saying("stolen").changed(5)));

    processing.processSome();

    assertThat(found()).isEmpty();
    assertThat(tenants.of(beta.id()).reads()).isEmpty();
    var ofBeta = new Key<>(beta.id(), new TicketId(1));
    assertThat(store.tickets().ticketsByKey(MANAGERS, Set.of(ofBeta)).get(ofBeta))
        .extracting(view -> view.ticket().value().text().summary())
        .isEqualTo("of beta");
    assertThat(state().applied()).isEqualTo(2);
  }

  @Test
  void a_batch_of_nothing_needs_nobody() {
    reader.mixed("[]", 0);
    accept("[]");

    processing.processSome();

    assertThat(state().quarantined()).isZero();
    assertThat(state().waiting()).isZero();
  }

  @Test
  void objects_of_other_kinds_are_read_again() {
    halo.put(aClient(7).build());
    deliver("client", hint(new ObjectRef(ObjectRef.Kind.CLIENT, 7)));

    processing.processSome();

    var key = new Key<>(acme.id(), new ClientId(7));
    assertThat(store.clients().clientsByKey(MANAGERS, Set.of(key))).containsKey(key);
  }

  @Test
  @Timeout(30)
  void a_tenant_that_hangs_holds_up_no_other() {
    var beta = ConnectionBuilder.aConnection("beta").build();
    store.connections().create(beta, new Secret("secret"));
    tenants.of(beta.id()).put(aTicket().build());
    deliver("hangs", hint(TICKET));
    var answering = halo.hang();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(processing.beginSome(threads)).isEqualTo(1);
      deliver("more of it", hint(TICKET));
      reader.events("other", hint(TICKET));
      store
          .inbox()
          .accept(new IncomingDelivery(beta.id(), clock.instant(), "other".getBytes(UTF_8)));

      assertThat(processing.beginSome(threads)).isEqualTo(1);
      await()
          .atMost(Duration.ofSeconds(1))
          .until(() -> store.inbox().state(beta.id()).applied() == 1);
      assertThat(processing.beginSome(threads)).isZero();
      answering.run();
    }

    assertThat(processing.processSome()).isEqualTo(1);
    assertThat(state().applied()).isEqualTo(2);
  }

  @Test
  @Timeout(30)
  void what_a_tenant_does_not_answer_in_time_is_tried_again() {
    var impatient = new ApplyEvents(tenants, store.mirror(), tickets, Duration.ofMillis(50));
    deliver("hangs", hint(TICKET));
    var answering = halo.hang();

    new ProcessDeliveries(
            store.inbox(), store.pauses(), understanding(reader), impatient, retries, clock)
        .processSome();

    answering.run();
    assertThat(state().waiting()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(5));
    assertThat(processing.processSome()).isEqualTo(1);
    assertThat(state().applied()).isEqualTo(1);
  }

  @Test
  @Timeout(30)
  void a_tenant_that_was_not_asked_for_its_limit_is_not_told_to_be_late() {
    var impatient = new ApplyEvents(tenants, store.mirror(), tickets, Duration.ofMillis(50));
    var answering = halo.hang();
    Map<ObjectRef, List<HaloEvent>> hinted = Map.of(TICKET, List.of(hint(TICKET)));

    assertThat(impatient.apply(acme.id(), hinted, Source.reread("test")))
        .containsEntry(TICKET, "Halo did not answer in time");
    halo.closed(Duration.ofMinutes(4));
    assertThat(impatient.apply(acme.id(), hinted, Source.reread("test")))
        .containsEntry(TICKET, "HaloPSA's rate limit let no call through in time");

    answering.run();
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
          return reader.read(body);
        };
    var held =
        new ProcessDeliveries(
            store.inbox(), store.pauses(), understanding(slow), events, retries, system, lease);
    halo.put(aTicket().build());
    deliver("hint", hint(TICKET));

    assertThat(held.processSome()).isEqualTo(1);

    assertThat(state().applied()).isEqualTo(1);
  }

  @Test
  void an_invoice_is_read_again_by_its_own_number() {
    var invoice = new ObjectRef(ObjectRef.Kind.INVOICE, 7);
    halo.put(anInvoice(7).called("INV-0007").build());
    deliver("invoice updated", hint(invoice));

    processing.processSome();

    assertThat(halo.reads()).containsExactly(invoice);
    assertThat(store.mirror().living(acme.id(), Resource.INVOICES, Set.of(7L))).containsExactly(7L);
    assertThat(state().applied()).isEqualTo(1);
  }

  @Test
  void what_cannot_be_understood_is_quarantined() {
    accept("not an event");
    reader.mixed("only broken items", 3);
    accept("only broken items");

    processing.processSome();

    assertThat(state().quarantined()).isEqualTo(2);
  }

  @Test
  void the_readable_items_of_a_mixed_batch_are_applied_and_the_others_set_aside_alone() {
    halo.put(aTicket().build());
    reader.mixed("mixed", 2, hint(TICKET));
    accept("mixed");

    processing.processSome();

    assertThat(found()).isPresent();
    assertThat(state().quarantined()).isEqualTo(1);
    assertThat(
            store.deadLetters().causes(DeadLetters.Selection.all(acme.id()), 1).getFirst().reason())
        .isEqualTo("2 items could not be understood; the others were applied");
  }

  @Test
  void a_delivery_that_fails_is_tried_again_and_parked_in_the_end() {
    halo.down(true);
    deliver("hint", hint(TICKET));

    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(state().waiting()).isEqualTo(1);
      assertThat(processing.processSome()).isEqualTo(1);
      assertThat(processing.processSome()).isZero();
      clock.advance(Duration.ofMinutes(5));
    }

    assertThat(state().parked()).isEqualTo(1);
    assertThat(processing.processSome()).isZero();
  }

  @Test
  void a_failure_of_one_object_does_not_keep_others_from_being_applied() {
    mirror(aTicket());
    halo.down(true);
    deliver("fails", hint(new ObjectRef(ObjectRef.Kind.CLIENT, 7)));
    deliver("works", shows(aTicket().saying("new").changed(1)));

    processing.processSome();

    assertThat(summary()).isEqualTo("new");
    assertThat(state().applied()).isEqualTo(1);
    assertThat(state().waiting()).isEqualTo(1);
  }

  @Test
  void a_snapshot_that_cannot_be_stored_holds_up_no_other() {
    mirror(aTicket(1).changed(1));
    mirror(aTicket(2).changed(1));
    halo.put(aTicket(1).saying("poison").changed(2).build());
    halo.put(aTicket(2).saying("fine").changed(2).build());
    deliver("bad", shows(1, aTicket(1).saying("poison").changed(2)));
    deliver("good", shows(2, aTicket(2).saying("fine").changed(2)));

    poisoned().processSome();

    assertThat(state().applied()).isEqualTo(1);
    assertThat(state().waiting()).isEqualTo(1);
  }

  @Test
  void a_delivery_on_which_nobody_can_work_is_parked_in_the_end_and_holds_up_no_other() {
    halo.put(aTicket(7).build());
    halo.put(aTicket(8).build());
    deliver("poison", hint(new ObjectRef(ObjectRef.Kind.TICKET, 7)));
    deliver("fine", hint(new ObjectRef(ObjectRef.Kind.TICKET, 8)));
    var picky = unlessClientsAreAskedOf(7, () -> new IllegalStateException("poison"));

    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(state().parked()).isZero();
      picky.processSome();
      assertThat(state().applied()).isEqualTo(1);
      assertThat(picky.processSome()).isZero();
      clock.advance(Duration.ofMinutes(5));
    }

    assertThat(state().parked()).isEqualTo(1);
    assertThat(
            store.deadLetters().causes(DeadLetters.Selection.all(acme.id()), 1).getFirst().reason())
        .contains("event=delivery_failed");
  }

  @Test
  void an_error_of_one_delivery_holds_up_no_other() {
    DeliveryReader deep =
        body -> {
          if (new String(body, UTF_8).equals("deep")) {
            throw new StackOverflowError("deep");
          }
          return reader.read(body);
        };
    halo.put(aTicket().build());
    deliver("deep", hint(TICKET));
    deliver("fine", hint(TICKET));

    new ProcessDeliveries(
            store.inbox(), store.pauses(), understanding(deep), events, retries, clock)
        .processSome();

    assertThat(state().applied()).isEqualTo(1);
    assertThat(state().waiting()).isEqualTo(1);
  }

  @Test
  void a_store_that_is_gone_is_no_failure_of_a_delivery() {
    deliver("hint", hint(new ObjectRef(ObjectRef.Kind.TICKET, 7)));
    var gone =
        unlessClientsAreAskedOf(
            7, () -> new StoreUnavailable("gone", new IllegalStateException("gone")));

    for (int time = 1; time <= 2; time++) {
      assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(gone::processSome);
      assertThat(processing.processSome()).isZero();
      clock.advance(Duration.ofSeconds(20));
    }
    halo.down(true);
    processing.processSome();

    assertThat(state().waiting()).isEqualTo(1);
  }

  @Test
  void a_delivery_that_everybody_who_takes_it_on_loses_is_parked_in_the_end() {
    halo.put(aTicket().build());
    deliver("deadly", hint(TICKET));
    lose(20);
    deliver("fine", hint(TICKET));

    assertThat(processing.processSome()).isEqualTo(2);

    assertThat(state().parked()).isEqualTo(1);
    assertThat(state().applied()).isEqualTo(1);
  }

  @Test
  void what_was_lost_now_and_then_is_worked_on_however_few_attempts_there_are_to_be() {
    halo.put(aTicket().build());
    deliver("unlucky", hint(TICKET));
    lose(19);

    processing.processSome();

    assertThat(state().applied()).isEqualTo(1);
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
    deliver("hint", hint(TICKET));
    for (int stop = 1; stop <= 3; stop++) {
      halo.whileReading(
          TICKET,
          () -> {
            throw new CallsEnded();
          });
      assertThatExceptionOfType(CallsEnded.class).isThrownBy(processing::processSome);
      clock.advance(Duration.ofSeconds(20));
    }

    assertThat(store.inbox().claim(1, Except.NOTHING, Duration.ofSeconds(20), clock.instant()))
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.tries()).isEqualTo(1));
  }

  /// Over a mirror that refuses tickets which say "poison".
  private ProcessDeliveries poisoned() {
    return refusing(
        "storeTickets",
        what -> what.toString().contains("poison"),
        () -> new IllegalStateException("refused"));
  }

  private ProcessDeliveries unlessClientsAreAskedOf(
      long ticket, Supplier<RuntimeException> failure) {
    return refusing(
        "clientsOf",
        what -> what instanceof Set<?> tickets && tickets.contains(new TicketId(ticket)),
        failure);
  }

  /// @param what of the second argument of the method
  private ProcessDeliveries refusing(
      String refused, Predicate<Object> what, Supplier<RuntimeException> failure) {
    var mirror =
        (Mirror)
            Proxy.newProxyInstance(
                Mirror.class.getClassLoader(),
                new Class<?>[] {Mirror.class},
                (_, method, arguments) -> {
                  if (method.getName().equals(refused) && what.test(arguments[1])) {
                    throw failure.get();
                  }
                  return method.invoke(store.mirror(), arguments);
                });
    var picky = new StoreTickets(mirror, store.links(), store.transactions());
    return new ProcessDeliveries(
        store.inbox(),
        store.pauses(),
        understanding(reader),
        new ApplyEvents(tenants, mirror, picky),
        retries,
        clock);
  }

  private UnderstandDeliveries understanding(DeliveryReader how) {
    return new UnderstandDeliveries(
        how, store.rules(), new FilterEvents(store.subjects()), store.conflicts());
  }

  private void deliver(String body, HaloEvent event) {
    reader.events(body, event);
    accept(body);
  }

  private void accept(String body) {
    store.inbox().accept(new IncomingDelivery(acme.id(), clock.instant(), body.getBytes(UTF_8)));
  }

  private void mirror(TicketBuilder ticket) {
    tickets.store(acme.id(), List.of(ticket.build()), Source.reread("test"));
  }

  private DeliveryInbox.State state() {
    return store.inbox().state(acme.id());
  }

  private Key<TicketId> key() {
    return new Key<>(acme.id(), new TicketId(1));
  }

  private Optional<TicketView> found() {
    return store.tickets().ticketsByKey(MANAGERS, Set.of(key())).values().stream().findFirst();
  }

  private String summary() {
    return found().orElseThrow().ticket().value().text().summary();
  }

  private List<Note> notes() {
    return store.tickets().notes(MANAGERS, key(), PageArgs.first(9)).rows();
  }

  private static HaloEvent hint(ObjectRef object) {
    return new HaloEvent(object, "", Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static HaloEvent shows(TicketBuilder ticket) {
    return shows(1, ticket);
  }

  private static HaloEvent shows(TicketBuilder ticket, NoteBuilder note) {
    return new HaloEvent(
        TICKET,
        "action added",
        Optional.of(ticket.build()),
        Optional.of(note.build()),
        Optional.empty());
  }

  private static HaloEvent shows(long id, TicketBuilder ticket) {
    return new HaloEvent(
        new ObjectRef(ObjectRef.Kind.TICKET, id),
        "",
        Optional.of(ticket.build()),
        Optional.empty(),
        Optional.empty());
  }
}

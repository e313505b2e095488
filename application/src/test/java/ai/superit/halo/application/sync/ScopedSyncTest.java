package ai.superit.halo.application.sync;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.sync.Scope.Since;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tenant in memory knows no filters but the sections and the date, as a Halo that ignores what
/// it is asked for.
class ScopedSyncTest {
  private static final Scope OPEN = tickets(new Since.Ever(), true, Set.of());
  private static final Scope OF_CLIENT_1 =
      tickets(new Since.Ever(), false, Set.of(new ClientId(1)));

  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;

  @BeforeEach
  void fill() {
    halo.put(aClient(1).build(), aClient(2).inactive().build());
    halo.put(
        aTicket(1).opened(0).changed(1).build(),
        aTicket(2).opened(0).changed(2).closed().build(),
        aTicket(3).opened(0).of(2).changed(3).build());
  }

  @Test
  void what_is_out_of_scope_does_not_come_and_the_run_is_complete() {
    choose(new Scope(true, Scope.EVERYTHING.assets(), OPEN.tickets()));

    var clients = sync(Resource.CLIENTS);
    var tickets = sync(Resource.TICKETS);

    assertThat(clients.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(clients.tally().created()).isEqualTo(1);
    assertThat(clients.tally().outOfScope()).isEqualTo(1);
    assertThat(acme.living(Resource.CLIENTS)).containsExactly(1L);
    assertThat(tickets.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(acme.living(Resource.TICKETS)).containsExactlyInAnyOrder(1L, 3L);
  }

  @Test
  void a_ticket_opened_lately_comes_though_halo_says_no_stamp_of_it() {
    halo.put(
        aTicket(4).opened(-5).stamped(Stamp.UNKNOWN).build(),
        aTicket(5).opened(5).stamped(Stamp.UNKNOWN).build(),
        aTicket(6).opened(6).stamped(Stamp.UNKNOWN).closed().build());
    choose(tickets(new Since.Moment(Moments.NOON), false, Set.of()));

    var run = sync(Resource.TICKETS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(acme.living(Resource.TICKETS)).contains(5L, 6L).doesNotContain(4L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void a_planned_ticket_is_no_sign_that_halo_sends_whatever_was_opened(int rowsOnPage) {
    halo.put(
        aTicket(4).opened(-99_999).stamped(Stamp.UNKNOWN).build(),
        aTicket(5).opened(5).stamped(Stamp.UNKNOWN).build(),
        aTicket(6).opened(6).stamped(Stamp.UNKNOWN).closed().build());
    halo.plan(new TicketId(4));
    halo.rowsOnPage(rowsOnPage);
    choose(tickets(new Since.Moment(Moments.NOON), false, Set.of()));

    var run = sync(Resource.TICKETS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(acme.living(Resource.TICKETS)).contains(5L, 6L).doesNotContain(4L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void an_old_ticket_among_those_opened_lately_does_not_spoil_their_list(int rowsOnPage) {
    halo.put(
        aTicket(4).opened(-99_999).stamped(Stamp.UNKNOWN).build(),
        aTicket(5).opened(5).stamped(Stamp.UNKNOWN).build());
    halo.listWhateverOpened();
    halo.rowsOnPage(rowsOnPage);
    choose(tickets(new Since.Moment(Moments.NOON), false, Set.of()));

    var run = sync(Resource.TICKETS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(acme.living(Resource.TICKETS)).contains(5L).doesNotContain(4L);
  }

  @Test
  void a_list_of_tickets_opened_lately_that_lacks_a_row_leaves_the_run_incomplete() {
    halo.put(
        aTicket(5).opened(5).stamped(Stamp.UNKNOWN).build(),
        aTicket(6).opened(6).stamped(Stamp.UNKNOWN).build());
    choose(tickets(new Since.Moment(Moments.NOON), false, Set.of()));
    halo.total(size -> size == 4 ? 5 : size);

    assertThat(sync(Resource.TICKETS).progress()).isInstanceOf(Progress.Incomplete.class);
    assertThat(acme.living(Resource.TICKETS)).hasSize(5);
  }

  @Test
  void a_halo_that_does_not_choose_tickets_by_their_opening_is_not_read_whole() {
    LongStream.rangeClosed(10, 40)
        .forEach(id -> halo.put(aTicket(id).opened(-99_999).changed(-99_999).build()));
    halo.rowsOnPage(5);
    halo.listWhateverOpened();
    choose(tickets(new Since.Moment(Moments.NOON), false, Set.of()));
    var before = halo.calls();

    var run = sync(Resource.TICKETS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(acme.living(Resource.TICKETS)).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(halo.calls() - before).isLessThan(10);
  }

  @Test
  void closed_tickets_are_not_even_listed_where_they_are_out_of_scope() {
    choose(OPEN);
    halo.onceBefore(
        PageQuery.Section.CLOSED,
        () -> assertThat(store.runs().latest(acme.id).getFirst().tally().received()).isEqualTo(2));

    assertThat(sync(Resource.TICKETS).tally().expected()).isEqualTo(2);
  }

  @Test
  void what_leaves_the_scope_goes_and_is_not_counted_as_deleted_however_much_it_is() {
    LongStream.rangeClosed(10, 400).forEach(id -> halo.put(aTicket(id).of(2).changed(4).build()));
    sync(Resource.TICKETS);
    assertThat(acme.living(Resource.TICKETS)).hasSize(394);
    choose(OF_CLIENT_1);

    var run = sync(Resource.TICKETS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().deleted()).isZero();
    assertThat(acme.living(Resource.TICKETS)).containsExactlyInAnyOrder(1L, 2L);
    assertThat(halo.reads()).isEmpty();
  }

  @Test
  void what_halo_has_deleted_is_still_found_and_counted() {
    choose(OPEN);
    sync(Resource.TICKETS);
    halo.remove(new ObjectRef(ObjectRef.Kind.TICKET, 3));

    var run = sync(Resource.TICKETS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().deleted()).isEqualTo(1);
    assertThat(acme.living(Resource.TICKETS)).containsExactly(1L);
  }

  @Test
  void what_enters_the_scope_again_is_alive_again() {
    choose(OPEN);
    sync(Resource.TICKETS);
    choose(OF_CLIENT_1);
    sync(Resource.TICKETS);
    choose(Scope.EVERYTHING);

    assertThat(sync(Resource.TICKETS).progress()).isInstanceOf(Progress.Complete.class);
    assertThat(acme.living(Resource.TICKETS)).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  void a_ticket_that_is_closed_leaves_the_scope_with_a_run_and_is_not_deleted() {
    choose(OPEN);
    sync(Resource.TICKETS);
    halo.put(aTicket(1).opened(0).changed(5).closed().build());

    var run = sync(Resource.TICKETS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().deleted()).isZero();
    assertThat(acme.living(Resource.TICKETS)).containsExactly(3L);
  }

  @Test
  void a_poll_sees_that_a_ticket_was_closed() {
    choose(OPEN);
    sync(Resource.TICKETS);
    halo.put(aTicket(1).opened(0).changed(5).closed().build());

    acme.resources.readChanges(
        acme.id, Resource.TICKETS, clock.instant(), Source.reread("poll"), Lane.POLL, () -> false);

    assertThat(acme.living(Resource.TICKETS)).containsExactly(3L);
  }

  @Test
  void an_old_ticket_leaves_with_the_next_run_and_comes_back_when_it_changes() {
    halo.put(aTicket(4).opened(0).changed(7 * 24 * 60).build());
    choose(tickets(new Since.Days(30), false, Set.of()));
    sync(Resource.TICKETS);
    assertThat(acme.living(Resource.TICKETS)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    clock.advance(Duration.ofDays(33));

    var run = sync(Resource.TICKETS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().expected()).isEqualTo(1);
    assertThat(run.tally().deleted()).isZero();
    assertThat(acme.living(Resource.TICKETS)).containsExactly(4L);

    var touched = aTicket(1).opened(0).changed(33 * 24 * 60).build();
    acme.tickets.store(acme.id, List.of(touched), Source.delivery(1));
    assertThat(acme.living(Resource.TICKETS)).containsExactlyInAnyOrder(1L, 4L);
  }

  @Test
  void an_outdated_version_takes_nothing_out() {
    choose(OPEN);
    halo.put(aTicket(1).opened(0).changed(9).build());
    sync(Resource.TICKETS);
    var closedBefore = aTicket(1).opened(0).changed(5).closed().build();

    var stored = acme.tickets.store(acme.id, List.of(closedBefore), Source.delivery(1));

    assertThat(stored.unchanged()).containsExactly(1L);
    assertThat(stored.outside()).isEmpty();
    assertThat(acme.living(Resource.TICKETS)).contains(1L);
  }

  @Test
  void a_run_under_way_is_broken_off_when_the_scope_changes_and_stays_wanted() {
    store.runs().wish(acme.id, Set.of(Resource.TICKETS), clock.instant());
    halo.rowsOnPage(1);
    halo.beforePage(2, () -> store.scopes().choose(acme.id, OPEN, clock.instant()));

    var run = sync(Resource.TICKETS);

    assertThat(run.progress())
        .isInstanceOfSatisfying(
            Progress.Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo(SyncRuns.RESCOPED));
    assertThat(store.runs().wishes(acme.id)).containsExactly(Resource.TICKETS);

    assertThat(sync(Resource.TICKETS).progress()).isInstanceOf(Progress.Complete.class);
    assertThat(store.runs().wishes(acme.id)).isEmpty();
    assertThat(acme.living(Resource.TICKETS)).containsExactlyInAnyOrder(1L, 3L);
  }

  @Test
  void a_limited_run_begins_at_the_first_page_whatever_was_read_before() {
    for (long id = 4; id <= 40; id++) {
      halo.put(aTicket(id).opened(0).changed(1).build());
    }
    halo.rowsOnPage(1);
    halo.failOnPage(20);
    sync(Resource.TICKETS);
    assertThat(position()).isPresent();
    new ChooseScope(store.connections(), store.scopes(), store.positions(), clock)
        .choose(MirroredConnection.MANAGER, acme.id, OPEN);
    assertThat(position()).isEmpty();

    assertThat(sync(Resource.TICKETS).progress()).isInstanceOf(Progress.Failed.class);
    assertThat(position()).isEmpty();
    halo.failOnPage(0);
    var begins = new AtomicBoolean();
    halo.beforePage(1, () -> begins.set(true));
    assertThat(sync(Resource.TICKETS).progress()).isInstanceOf(Progress.Complete.class);
    assertThat(begins).isTrue();
    assertThat(acme.living(Resource.TICKETS)).hasSize(39).doesNotContain(2L);
  }

  private Optional<ListPosition> position() {
    return store.positions().find(acme.id, Resource.TICKETS, clock.instant());
  }

  private void choose(Scope scope) {
    store.scopes().choose(acme.id, scope, clock.instant());
    clock.advance(Duration.ofMinutes(1));
  }

  private SyncRun sync(Resource resource) {
    clock.advance(Duration.ofMinutes(1));
    return acme.sync(resource);
  }

  private static Scope tickets(Since since, boolean open, Set<ClientId> clients) {
    return new Scope(
        false, Scope.EVERYTHING.assets(), new Scope.Tickets(since, open, clients, Set.of()));
  }
}

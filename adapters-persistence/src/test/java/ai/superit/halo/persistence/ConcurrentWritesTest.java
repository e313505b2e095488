package ai.superit.halo.persistence;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.notification.AlertChannels.Kept;
import ai.superit.halo.application.sync.Mirror.Absent;
import ai.superit.halo.application.sync.Revision;
import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.EmailAddress;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Many at once over the same rows.
@ExtendWith(CleanStore.class)
class ConcurrentWritesTest {
  private static final int TICKETS = 400;

  private final Persistence store = TestDatabase.store();
  private final ConnectionId acme = ConnectionId.random();

  @Test
  void batches_with_the_same_tickets_in_any_order_never_deadlock() throws Exception {
    var before = deadlocks();
    var storing =
        IntStream.range(0, 60)
            .<Callable<Integer>>mapToObj(round -> () -> store(shuffled(round)).created().size())
            .toList();

    try (var threads = Executors.newFixedThreadPool(6)) {
      var created = 0;
      for (var stored : threads.invokeAll(storing)) {
        created += stored.get();
      }
      assertThat(created).isEqualTo(TICKETS);
    }

    Awaitility.await()
        .during(Duration.ofMillis(1_500))
        .until(ConcurrentWritesTest::deadlocks, now -> now == before);
  }

  /// Of two versions of the same time that come at once the one of Halo itself must stay.
  @Test
  void what_somebody_stores_meanwhile_as_of_the_same_time_is_not_stored_over() throws Exception {
    var tickets = new StoreTickets(store.mirror(), store.links(), store.transactions());
    var first = aTicket(1).changed(1).build();
    var read = aTicket(1).changed(2).saying("read from Halo").build();
    var logged = aTicket(1).changed(2).saying("as the log shows it").build();
    tickets.store(acme, List.of(first), source());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var meanwhile =
          store
              .transactions()
              .inTransaction(() -> {
                tickets.store(acme, List.of(read), source());
                var waiting =
                    threads.submit(
                        () -> tickets.storeOtherVersions(acme, List.of(logged), source()));
                Awaitility.await().until(ConcurrentWritesTest::somebodyWaits);
                return waiting;
              });

      assertThat(meanwhile.get()).isEqualTo(Stored.NOTHING);
    }

    assertThat(tickets.store(acme, List.of(read), source()).unchanged()).containsExactly(1L);
  }

  private static boolean somebodyWaits() throws SQLException {
    try (var connection = TestDatabase.connect()) {
      return Query.of("select count(*) from pg_locks where not granted").number(connection) > 0;
    }
  }

  @Test
  void a_moment_of_many_writers_makes_them_wait_and_not_fail() throws Exception {
    var config = new PersistenceConfig.Pools(1, 2, 3);
    try (var narrow = Persistence.open(TestDatabase.config(config));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> slow =
          () ->
              narrow
                  .transactions()
                  .inTransaction(() -> {
                    Awaitility.await().pollDelay(Duration.ofMillis(400)).until(() -> true);
                    return narrow.mirror().linkTaggedAssets(acme) == 0;
                  });

      for (var done : threads.invokeAll(Collections.nCopies(20, slow))) {
        assertThat(done.get()).isTrue();
      }
    }
  }

  /// There are two connections for writing, one of which the change has.
  @Test
  void a_tenant_whose_links_change_for_long_holds_up_no_other() throws Exception {
    var beta = ConnectionId.random();
    var began = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var narrow = Persistence.open(TestDatabase.config(new PersistenceConfig.Pools(1, 2, 3)));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var change = threads.submit(() -> change(narrow, began, release));
      assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
      var waiting =
          Stream.<Callable<?>>of(
                  () -> storing(narrow).store(acme, List.of(aTicket(1).build()), source()),
                  () -> storeOtherVersion(narrow, 4),
                  () -> narrow.mirror().retire(acme, ticket(2), source()),
                  () -> readNotes(narrow, 3),
                  () -> change(narrow, began, release))
              .map(threads::submit)
              .toList();
      Awaitility.await()
          .during(Duration.ofMillis(300))
          .until(() -> waiting.stream().noneMatch(Future::isDone));

      var stored =
          threads.submit(() -> storing(narrow).store(beta, List.of(aTicket(1).build()), source()));
      assertThat(stored.get(20, TimeUnit.SECONDS).created()).containsExactly(1L);

      release.countDown();
      assertThat(change.get(30, TimeUnit.SECONDS)).isTrue();
      for (var one : waiting) {
        one.get(30, TimeUnit.SECONDS);
      }
    }
  }

  private Boolean change(Persistence narrow, CountDownLatch began, CountDownLatch release) {
    return narrow
        .transactions()
        .inTransaction(() -> {
          narrow.links().lockForChange(acme);
          began.countDown();
          try {
            return release.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
          }
        });
  }

  private Stored readNotes(Persistence narrow, long ticket) {
    var none = new TicketNotes(List.of(), 0, Instant.now());
    return narrow.mirror().storeNotes(acme, new TicketId(ticket), none, source());
  }

  private Stored storeOtherVersion(Persistence narrow, long ticket) {
    return storing(narrow).storeOtherVersions(acme, List.of(aTicket(ticket).build()), source());
  }

  private static StoreTickets storing(Persistence narrow) {
    return new StoreTickets(narrow.mirror(), narrow.links(), narrow.transactions());
  }

  private static ObjectRef ticket(long id) {
    return new ObjectRef(ObjectRef.Kind.TICKET, id);
  }

  /// The row is locked by whoever stores the list, so that the page is compared with what it
  /// leaves.
  @Test
  void a_page_waits_for_a_list_that_is_being_stored_and_then_gives_way_to_it() throws Exception {
    var client = aClient(1).stamped(Stamp.UNKNOWN);
    store.mirror().storeClients(acme, List.of(client.build()), source());
    var awaited = store.hydration().clientsAwaitingPages(acme, Instant.now(), 1).getFirst();
    var page = client.mainContact(3).build();
    var list = client.named("b").build();

    assertThat(storedAfter(list, () -> storePage(page, awaited.revision())))
        .isEqualTo(Stored.NOTHING);
  }

  @Test
  void a_page_of_a_new_record_gives_way_to_a_list_that_brings_it_at_the_same_moment()
      throws Exception {
    var list = aClient(1).named("b").stamped(Stamp.UNKNOWN).build();
    var page = aClient(1).mainContact(3).stamped(Stamp.UNKNOWN).build();

    assertThat(storedAfter(list, () -> storePage(page, Revision.NONE))).isEqualTo(Stored.NOTHING);
  }

  private Stored storePage(Client page, Revision before) {
    return store.mirror().storePage(acme, page, before, source());
  }

  /// What became of a page that came while a list was being stored.
  private Stored storedAfter(Client list, Callable<Stored> page) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var stored =
          store
              .transactions()
              .inTransaction(() -> {
                store.mirror().storeClients(acme, List.of(list), source());
                var storing = threads.submit(page);
                Awaitility.await().until(ConcurrentWritesTest::isAnybodyWaiting);
                return storing;
              });
      return stored.get();
    }
  }

  private static boolean isAnybodyWaiting() throws SQLException {
    try (var connection = TestDatabase.connect()) {
      return Query.of("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
              .number(connection)
          > 0;
    }
  }

  @Test
  void of_two_channels_that_are_given_one_name_at_once_the_second_is_refused() throws Exception {
    var channels = store.alertChannels();
    var mail = new ChannelTarget.Email(List.of(new EmailAddress("ops@example.com")));
    var one = AlertChannel.of(ChannelId.random(), "one", mail, Instant.EPOCH);
    var other = AlertChannel.of(ChannelId.random(), "other", mail, Instant.EPOCH);
    channels.add(acme, one, mail);
    channels.add(acme, other, mail);
    var same = AlertChannel.of(one.id(), "same", mail, Instant.EPOCH);

    try (var direct = TestDatabase.connect();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      direct.setAutoCommit(false);
      Query.of("update alert_channel set name = 'same' where channel_id = ?", other.id().value())
          .write(direct);
      var second =
          threads.submit(() -> channels.replace(acme, new Kept(one, mail), new Kept(same, mail)));
      Awaitility.await().until(() -> isAwaited(direct));
      direct.commit();

      assertThat(second.get()).isFalse();
    }
    assertThat(channels.list(acme))
        .extracting(AlertChannel::name)
        .containsExactlyInAnyOrder("one", "same");
  }

  /// Whether somebody waits for what this connection has locked.
  private static boolean isAwaited(Connection holder) throws SQLException {
    return Query.of(
                "select count(*) from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))")
            .number(holder)
        > 0;
  }

  @Test
  void two_hundred_thousand_records_are_compared_in_seconds_however_often() throws SQLException {
    try (var connection = TestDatabase.connect()) {
      Query.of(
              """
              insert into client (connection_id, client_id, name, active, halo_updated_at, synced_at,
                source, content_hash)
              select ?, id, 'client ' || id, true, now(), now(), 'test', ''
              from generate_series(1, 200000) as id
              """,
              acme.value())
          .write(connection);
    }
    var later = Instant.now().plusSeconds(60);
    var present = LongStream.range(1, 200_000).boxed().collect(Collectors.toSet());

    var absent =
        IntStream.range(0, 8)
            .mapToObj(_ -> store.mirror().absent(acme, Resource.CLIENTS, present, later, 9))
            .toList();

    assertThat(absent).containsOnly(new Absent(1, List.of(200_000L), 200_000)).hasSize(8);
  }

  private Stored store(List<RoutedTicket> tickets) {
    return store.mirror().storeTickets(acme, tickets, source());
  }

  private static List<RoutedTicket> shuffled(int round) {
    var team = new TeamId("team-" + round % 3);
    var rows = new ArrayList<RoutedTicket>();
    for (long id = 1; id <= TICKETS; id++) {
      var ticket = aTicket(id).changed(round).about(Set.of(new AssetId(1 + (id + round) % 7)));
      rows.add(new RoutedTicket(ticket.build(), new Route.Routed(team, Route.Reason.LINK)));
    }
    Collections.shuffle(rows, new Random(round));
    return rows;
  }

  private static Source source() {
    return Source.reread("test");
  }

  private static long deadlocks() throws SQLException {
    try (var connection = TestDatabase.connect()) {
      return Query.of("select sum(deadlocks)::int8 from pg_stat_database").number(connection);
    }
  }
}

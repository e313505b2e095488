package ai.superit.halo.application.sync;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.client.ClientReads;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryHaloTenants;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyncResourceTest {
  private static final Visibility MANAGERS =
      new Caller("m", Caller.Role.MANAGER, Set.of(new TeamId("managers"))).visibility();

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryHaloTenants tenants = new InMemoryHaloTenants();
  private final ManualClock clock = new ManualClock();
  private final Connection acme = ConnectionBuilder.aConnection("acme").build();
  private final InMemoryHaloTenant halo = tenants.of(acme.id());
  private final StoreTickets tickets =
      new StoreTickets(store.mirror(), store.links(), store.transactions());
  private final SyncResource resources =
      new SyncResource(tenants, store.mirror(), tickets, store.runs(), clock);

  @BeforeEach
  void connect() {
    store.connections().create(acme, new Secret("secret"));
  }

  @Test
  void a_list_that_is_read_whole_is_complete() {
    clients(250);

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().created()).isEqualTo(250);
    assertThat(stored()).isEqualTo(250);
    assertThat(store.runs().find(acme.id(), run.id())).contains(run);
  }

  @Test
  void an_empty_list_is_complete() {
    assertThat(sync(Resource.CLIENTS).progress()).isInstanceOf(Progress.Complete.class);
  }

  @Test
  void a_second_run_finds_everything_unchanged() {
    clients(120);
    sync(Resource.CLIENTS);

    var tally = sync(Resource.CLIENTS).tally();

    assertThat(tally.unchanged()).isEqualTo(120);
    assertThat(tally.created() + tally.updated() + tally.deleted()).isZero();
  }

  @Test
  void pages_that_are_smaller_than_asked_for_are_read_to_the_end() {
    clients(101);
    halo.rowsOnPage(7);

    assertThat(sync(Resource.CLIENTS).progress()).isInstanceOf(Progress.Complete.class);
    assertThat(stored()).isEqualTo(101);
  }

  @Test
  void a_list_that_shrinks_while_it_is_read_is_read_again() {
    clients(30);
    halo.rowsOnPage(5);
    halo.beforePage(4, () -> halo.remove(client(1)));

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(stored()).isEqualTo(29);
    assertThat(run.tally().deleted()).isEqualTo(1);
  }

  @Test
  void a_total_that_is_too_high_is_a_named_gap_and_deletes_nothing() {
    clients(10);
    sync(Resource.CLIENTS);
    halo.remove(client(3));
    halo.total(size -> size + 1);

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress())
        .isInstanceOfSatisfying(
            Progress.Incomplete.class, end -> assertThat(end.gap()).contains("10").contains("9"));
    assertThat(stored()).isEqualTo(10);
  }

  @Test
  void a_total_that_is_too_low_is_a_named_gap() {
    clients(10);
    halo.total(size -> size - 1);

    assertThat(sync(Resource.CLIENTS).progress()).isInstanceOf(Progress.Incomplete.class);
    assertThat(stored()).isEqualTo(10);
  }

  @Test
  void a_page_that_fails_fails_the_run_and_deletes_nothing() {
    clients(30);
    sync(Resource.CLIENTS);
    halo.remove(client(1));
    halo.rowsOnPage(5);
    halo.failOnPage(4);

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress())
        .isEqualTo(new Progress.Failed(clock.instant(), "Halo did not answer."));
    assertThat(stored()).isEqualTo(30);
  }

  @Test
  void a_row_that_cannot_be_read_is_kept_and_named() {
    clients(10);
    halo.rejectOnPage(1, new RejectedRow("x", "no id", "{}"));

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress())
        .isInstanceOfSatisfying(
            Progress.Incomplete.class, end -> assertThat(end.gap()).startsWith("1 rows"));
    assertThat(store.rejectedRows(acme.id())).isEqualTo(1);
    assertThat(stored()).isEqualTo(10);
  }

  @Test
  void records_that_halo_no_longer_has_are_deleted_by_a_complete_run() {
    clients(10);
    sync(Resource.CLIENTS);
    halo.remove(client(3));
    halo.remove(client(4));

    assertThat(sync(Resource.CLIENTS).tally().deleted()).isEqualTo(2);

    assertThat(stored()).isEqualTo(8);
  }

  @Test
  void open_and_closed_tickets_are_read_apart() {
    halo.put(aTicket(1).build(), aTicket(2).closed().build(), aTicket(3).build());

    var run = sync(Resource.TICKETS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().created()).isEqualTo(3);
  }

  @Test
  void the_small_tables_are_read_at_once() {
    halo.put(new Lookup(Lookup.Kind.STATUS, 1, "Open", false));

    assertThat(sync(Resource.LOOKUPS).progress()).isInstanceOf(Progress.Complete.class);

    assertThat(store.lookups().name(acme.id(), Lookup.Kind.STATUS, 1)).isEqualTo("Open");
  }

  @Test
  void a_run_that_is_under_way_is_not_disturbed() {
    store.runs().begin(acme.id(), Resource.CLIENTS, clock.instant());

    assertThat(resources.sync(acme.id(), Resource.CLIENTS, Lane.BACKFILL))
        .isInstanceOf(SyncResource.Outcome.AlreadyRunning.class);
  }

  @Test
  void a_resource_that_fails_does_not_keep_the_others_from_being_read() {
    halo.down(true);

    assertThat(new SyncConnection(resources).syncAll(acme.id()))
        .hasSize(SyncConnection.ORDER.size())
        .allMatch(outcome ->
            outcome instanceof SyncResource.Outcome.Ended(var run)
                && run.progress() instanceof Progress.Failed);
  }

  @Test
  void polling_reads_only_what_changed_in_resources_that_were_complete_before() {
    clients(5);
    sync(Resource.CLIENTS);
    halo.put(aClient(6).changed(90).build());
    halo.put(aTicket(1).changed(90).build());

    var changed = new PollChanges(resources, store.runs()).poll(acme.id(), Moments.minute(60));

    assertThat(changed).isEqualTo(1);
    assertThat(stored()).isEqualTo(6);
  }

  /// Whatever the sizes and whichever rows vanish meanwhile, the mirror ends as the tenant or the
  /// run says what is missing.
  @Test
  void every_run_ends_exact_or_names_its_gap() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      clients(random.nextInt(1, 90));
      halo.rowsOnPage(random.nextInt(1, 20));
      var vanishing = client(random.nextInt(1, 90));
      halo.beforePage(random.nextInt(1, 8), () -> halo.remove(vanishing));

      var run = sync(Resource.CLIENTS);

      var left = halo.clients(new PageQuery(1, PageQuery.Section.ALL, Optional.empty()));
      assertThat(run.progress()).as("seed %d", seed).isNotInstanceOf(Progress.Failed.class);
      if (run.progress() instanceof Progress.Complete) {
        assertThat(stored()).as("seed %d", seed).isBetween(left.total(), left.total() + 1);
      }
    }
  }

  private SyncRun sync(Resource resource) {
    return switch (resources.sync(acme.id(), resource, Lane.BACKFILL)) {
      case SyncResource.Outcome.Ended(var run) -> run;
      case SyncResource.Outcome.AlreadyRunning _ -> throw new AssertionError("already running");
    };
  }

  private void clients(int upTo) {
    for (int id = 1; id <= upTo; id++) {
      halo.put(aClient(id).changed(-30).build());
    }
  }

  private long stored() {
    return store.clients().countClients(MANAGERS, ClientReads.Filter.ALL);
  }

  private static ObjectRef client(long id) {
    return new ObjectRef(ObjectRef.Kind.CLIENT, id);
  }
}

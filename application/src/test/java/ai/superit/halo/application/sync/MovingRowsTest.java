package ai.superit.halo.application.sync;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Lists whose rows come, go and move from page to page while they are read.
class MovingRowsTest {
  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;

  @Test
  void a_list_that_shrinks_while_it_is_read_is_read_again() {
    halo.putClients(30);
    halo.rowsOnPage(5);
    halo.beforePage(4, () -> halo.remove(client(1)));

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(acme.living(Resource.CLIENTS)).hasSize(29);
    assertThat(run.tally().deleted()).isEqualTo(1);
  }

  @Test
  void a_row_that_moves_from_the_last_page_onto_the_first_is_not_lost() {
    halo.putClients(5);
    halo.put(aClient(6).changed(-600).build());
    halo.rowsOnPage(5);
    halo.beforePage(2, () -> halo.removeClients(1, 1));

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(acme.living(Resource.CLIENTS)).containsExactlyInAnyOrder(2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void rows_that_move_past_a_page_that_was_certain_are_not_lost() {
    clientsOfLongAgo(100);
    halo.rowsOnPage(5);
    halo.beforePage(12, () -> halo.removeClients(1, 7));

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(acme.living(Resource.CLIENTS)).containsAll(halo.clientIds());
  }

  @Test
  void rows_that_move_past_many_pages_that_were_certain_are_not_lost() {
    clientsOfLongAgo(400);
    halo.rowsOnPage(5);
    halo.beforePage(40, () -> halo.removeClients(1, 140));

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(acme.living(Resource.CLIENTS)).containsAll(halo.clientIds());
  }

  @Test
  void a_row_that_moves_while_another_takes_its_place_in_the_total_is_not_lost() {
    halo.putClients(10);
    halo.rowsOnPage(5);
    halo.beforePage(2, () -> replace(1, 11));

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(acme.living(Resource.CLIENTS)).contains(6L, 11L);
  }

  @Test
  void a_living_row_that_moves_between_the_pages_stays_alive() {
    halo.putClients(10);
    halo.rowsOnPage(5);
    sync(Resource.CLIENTS);
    halo.beforePage(2, () -> replace(1, 11));

    sync(Resource.CLIENTS);

    assertThat(acme.living(Resource.CLIENTS))
        .containsExactlyInAnyOrder(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
  }

  @Test
  void what_a_webhook_stores_while_the_list_is_read_stays_alive() {
    halo.putClients(10);
    halo.rowsOnPage(5);
    halo.beforePage(
        2,
        () ->
            store
                .mirror()
                .storeClients(acme.id, List.of(aClient(50).build()), Source.reread("test")));

    assertThat(sync(Resource.CLIENTS).progress()).isInstanceOf(Progress.Complete.class);

    assertThat(acme.living(Resource.CLIENTS)).contains(50L);
  }

  @Test
  void a_ticket_that_closes_between_the_lists_leaves_the_run_complete() {
    halo.put(aTicket(1).build(), aTicket(2).build(), aTicket(3).closed().build());
    halo.onceBefore(PageQuery.Section.CLOSED, () -> halo.put(aTicket(1).closed().build()));

    var run = sync(Resource.TICKETS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().distinct()).isEqualTo(3);
    assertThat(run.tally().expected()).isEqualTo(3);
  }

  @Test
  void a_list_that_does_not_come_to_rest_is_a_gap_and_deletes_nothing() {
    halo.putClients(30);
    sync(Resource.CLIENTS);
    halo.rowsOnPage(5);
    halo.remove(client(30));
    halo.beforeEveryPage(() -> replace(halo.lowestClient(), halo.lowestClient() + 100));

    assertThat(gap(sync(Resource.CLIENTS))).startsWith("rows kept moving");
    assertThat(acme.living(Resource.CLIENTS)).contains(30L);
  }

  /// Whatever comes and goes on whichever pages while they are read: a complete run has missed
  /// nothing that lives, and the next one that is left in peace is exact.
  @Test
  void every_run_ends_exact_or_names_its_gap() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var size = random.nextInt(1, 90);
      halo.putClients(size);
      halo.rowsOnPage(random.nextInt(1, 20));
      for (int change = random.nextInt(4); change > 0; change--) {
        var gone = random.nextInt(1, size + 1);
        var come = random.nextBoolean() ? 1000 * seed + change + 1000 : gone;
        halo.beforePage(random.nextInt(1, 12), () -> replace(gone, come));
      }

      var run = sync(Resource.CLIENTS);

      assertThat(run.progress()).as("seed %d", seed).isNotInstanceOf(Progress.Failed.class);
      if (run.progress() instanceof Progress.Complete) {
        assertThat(acme.living(Resource.CLIENTS)).as("seed %d", seed).containsAll(halo.clientIds());
      }
      halo.atRest();
      sync(Resource.CLIENTS);
      assertThat(acme.living(Resource.CLIENTS)).as("seed %d", seed).isEqualTo(halo.clientIds());
    }
  }

  private void replace(long gone, long come) {
    halo.remove(client(gone));
    if (come != gone) {
      halo.put(aClient(come).changed(-30).build());
    }
  }

  private static String gap(SyncRun run) {
    return ((Progress.Incomplete) run.progress()).gap();
  }

  private SyncRun sync(Resource resource) {
    clock.advance(Duration.ofMinutes(1));
    return acme.sync(resource);
  }

  /// All but the first have changed so long ago that no list of changes has them.
  private void clientsOfLongAgo(int upTo) {
    halo.putClients(1);
    for (int id = 2; id <= upTo; id++) {
      halo.put(aClient(id).changed(-600).build());
    }
  }

  private static ObjectRef client(long id) {
    return new ObjectRef(ObjectRef.Kind.CLIENT, id);
  }
}

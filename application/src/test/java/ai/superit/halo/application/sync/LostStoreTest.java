package ai.superit.halo.application.sync;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.StoreTooSlow;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Runs during which the store cannot be reached for a moment.
class LostStoreTest {
  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final Scopes scopes = new Scopes();
  private final SyncResource resources = acme.resources(acme.tenants, acme.stores(scopes));

  /// Counts how often it is asked, and can be gone.
  private final class Scopes implements SyncScopes {
    private int asked;
    private boolean gone;
    private boolean slow;

    @Override
    public synchronized Scope scope(ConnectionId connection) {
      asked++;
      if (slow) {
        throw new StoreTooSlow("slow", new IllegalStateException());
      }
      if (gone) {
        throw new StoreUnavailable("gone", new IllegalStateException());
      }
      return store.scopes().scope(connection);
    }

    @Override
    public void choose(ConnectionId connection, Scope scope, Instant now) {
      store.scopes().choose(connection, scope, now);
    }
  }

  @BeforeEach
  void fill() {
    for (long id = 1; id <= 300; id++) {
      halo.put(aClient(id).changed(20 * id - 30_000).build());
    }
    halo.rowsOnPage(5);
  }

  @Test
  void a_run_that_lost_the_store_stays_wanted_and_goes_on_where_it_stood() {
    store.runs().wish(acme.id, Set.of(Resource.CLIENTS), clock.instant());
    halo.beforePage(45, this::lose);

    var lost = sync();
    scopes.gone = false;
    var before = halo.calls();

    assertThat(lost.progress())
        .isEqualTo(new Progress.Failed(clock.instant(), SyncRuns.STORE_GONE));
    assertThat(store.runs().wishes(acme.id)).containsExactly(Resource.CLIENTS);
    assertThat(store.runs().interrupted())
        .containsExactly(new SyncRuns.Interrupted(acme.id, Resource.CLIENTS));
    assertThat(sync().progress()).isInstanceOf(Progress.Complete.class);
    assertThat(halo.calls() - before).as("calls for 60 pages").isLessThan(60);
    assertThat(store.runs().interrupted()).isEmpty();
  }

  @Test
  void a_run_for_which_a_statement_took_too_long_is_not_taken_up() {
    store.runs().wish(acme.id, Set.of(Resource.CLIENTS), clock.instant());
    scopes.slow = true;

    assertThat(sync().progress())
        .isEqualTo(new Progress.Failed(clock.instant(), SyncRuns.STORE_TOO_SLOW));

    assertThat(store.runs().interrupted()).isEmpty();
  }

  @Test
  void a_run_asks_for_the_scope_less_often_than_it_reads_pages() {
    assertThat(sync().progress()).isInstanceOf(Progress.Complete.class);

    assertThat(scopes.asked).isLessThan(5);
  }

  private void lose() {
    scopes.gone = true;
    clock.advance(Duration.ofSeconds(1));
  }

  private SyncRun sync() {
    return MirroredConnection.ended(
        resources.sync(acme.id, Resource.CLIENTS, Lane.BACKFILL, () -> false));
  }
}

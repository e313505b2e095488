package ai.superit.halo.application.sync;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.application.sync.PollChanges.Poll;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two instances over one store, of which one lacks the key of the connection's secret.
class MissingKeyTest {
  private static final Duration INTERVAL = Duration.ofMinutes(15);

  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final Instance withKey = new Instance(acme.tenants);
  private final Instance without = new Instance(new Locked());

  private static final class Locked implements HaloTenants {
    @Override
    public HaloTenant tenant(ConnectionId connection, Lane lane) {
      throw lacking();
    }

    @Override
    public void unlock(ConnectionId connection) {
      throw lacking();
    }
  }

  private final class Instance {
    private final SyncResource resources;
    private final SyncNotes notes;
    private final PollChanges polling;

    Instance(HaloTenants tenants) {
      this.resources = acme.resources(tenants, acme.stores());
      this.notes = acme.notes(tenants, store.hydration(), (_, _) -> {});
      var schedule = new Schedule(Schedule.Mode.HYBRID, INTERVAL, 14, ZoneOffset.UTC);
      this.polling = acme.polling(resources, schedule);
    }

    SyncResource.Outcome.Ended sync() {
      return (SyncResource.Outcome.Ended)
          resources.sync(acme.id, Resource.CLIENTS, Lane.BACKFILL, () -> false);
    }
  }

  @BeforeEach
  void fill() {
    halo.put(aClient(1).changed(-60).build(), aClient(2).changed(-30).build());
  }

  @Test
  void no_run_begins_and_the_wish_for_it_stays() {
    store.runs().wish(acme.id, Set.of(Resource.CLIENTS, Resource.NOTES), clock.instant());

    assertThatExceptionOfType(SecretUnreadable.class).isThrownBy(without::sync);
    assertThatExceptionOfType(SecretUnreadable.class)
        .isThrownBy(() -> without.notes.sync(acme.id, Instant.EPOCH, Lane.BACKFILL, () -> false));

    assertThat(store.runs().latest(acme.id)).isEmpty();
    assertThat(store.runs().interrupted())
        .extracting(SyncRuns.Interrupted::resource)
        .containsExactlyInAnyOrder(Resource.CLIENTS, Resource.NOTES);
    withKey.sync();
    assertThat(store.runs().wishes(acme.id)).containsExactly(Resource.NOTES);
  }

  @Test
  void a_run_during_which_the_secret_was_sealed_anew_is_taken_up_by_another_instance() {
    for (long id = 1; id <= 30; id++) {
      halo.put(aClient(id).changed(20 * id - 3_000).build());
    }
    halo.rowsOnPage(1);
    halo.beforePage(
        20,
        () -> {
          throw lacking();
        });
    store.runs().wish(acme.id, Set.of(Resource.CLIENTS), clock.instant());

    assertThat(withKey.sync().run()).matches(SyncRuns::isLeftForLater);

    assertThat(store.runs().wishes(acme.id)).containsExactly(Resource.CLIENTS);
    assertThat(withKey.sync().run().progress()).isInstanceOf(Progress.Complete.class);
    assertThat(store.runs().wishes(acme.id)).isEmpty();
  }

  @Test
  void a_poll_is_left_to_another_instance_and_has_not_failed() {
    withKey.sync();
    halo.put(aClient(3).changed(90).build());
    clock.advance(INTERVAL);
    withKey.polling.poll(acme.id, () -> false);
    var before = store.schedules().planned(acme.id);
    halo.put(aClient(4).changed(90).build());
    clock.advance(INTERVAL);

    assertThatExceptionOfType(SecretUnreadable.class)
        .isThrownBy(() -> without.polling.poll(acme.id, () -> false));

    assertThat(store.schedules().planned(acme.id)).isEqualTo(before);
    assertThat(withKey.polling.poll(acme.id, () -> false))
        .containsExactly(new Poll.Read(Resource.CLIENTS, 1));
  }

  private static SecretUnreadable lacking() {
    return new SecretUnreadable(new IllegalStateException());
  }
}

package ai.superit.halo.application.sync;

import static ai.superit.halo.application.testing.MirroredConnection.MANAGER;
import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The service stops in the midst of a work that calls Halo: what was not asked for has not failed.
class StoppedCallsTest {
  private static final Source SOURCE = Source.run("before");

  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;

  @Test
  void a_run_over_notes_that_is_stopped_in_its_last_batch_is_carried_on() {
    var rows = List.of(aTicket(1).build(), aTicket(2).build());
    rows.forEach(halo::put);
    acme.tickets.store(acme.id, rows, SOURCE);
    stopWhileReading(ObjectRef.Kind.TICKET, 2);
    var syncing =
        acme.notes((_, unread) -> {
          throw new AssertionError(unread);
        });

    var outcome = syncing.sync(acme.id, minute(-60), Lane.BACKFILL, () -> false);

    assertThat(reason(outcome)).isEqualTo(SyncRuns.STOPPED);
    assertThat(store.runs().interrupted())
        .containsExactly(new SyncRuns.Interrupted(acme.id, Resource.NOTES));
    assertThat(store.mirror().ticketsAwaitingNotes(acme.id, minute(-60), 9))
        .extracting(awaiting -> awaiting.ticket().value())
        .containsExactly(2L);
  }

  @Test
  void a_run_over_a_list_is_carried_on() {
    halo.put(aClient(1).build());
    halo.beforeEveryPage(StoppedCallsTest::stop);

    var outcome = acme.resources.sync(acme.id, Resource.CLIENTS, Lane.BACKFILL, () -> false);

    assertThat(reason(outcome)).isEqualTo(SyncRuns.STOPPED);
  }

  @Test
  void a_look_for_changes_is_due_again_at_once() {
    var otherwise = new Schedule(Schedule.Mode.HYBRID, Duration.ofMinutes(5), 14, ZoneOffset.UTC);
    var changes = acme.polling(acme.resources, otherwise);
    halo.put(aClient(1).build());
    acme.resources.sync(acme.id, Resource.CLIENTS, Lane.BACKFILL, () -> false);
    halo.beforeEveryPage(StoppedCallsTest::stop);

    assertThat(changes.poll(acme.id, () -> false)).isEmpty();

    halo.atRest();
    assertThat(changes.poll(acme.id, () -> false)).hasSize(1);
  }

  @Test
  void a_look_for_deleted_records_is_carried_on() {
    store.mirror().storeClients(acme.id, List.of(aClient(1).build(), aClient(2).build()), SOURCE);
    halo.put(aClient(1).build());
    clock.advance(Duration.ofMinutes(1));
    stopWhileReading(ObjectRef.Kind.CLIENT, 2);

    var outcome = acme.resources.sync(acme.id, Resource.CLIENTS, Lane.BACKFILL, () -> false);

    assertThat(reason(outcome)).isEqualTo(SyncRuns.STOPPED);
  }

  @Test
  void a_page_is_not_put_off() {
    halo.put(anAsset(1).build());
    store.mirror().storeAssets(acme.id, List.of(anAsset(1).withoutFields().build()), SOURCE);
    stopWhileReading(ObjectRef.Kind.ASSET, 1);
    var filling = FillPages.ofAssets(acme.tenants, store.mirror(), store.hydration(), clock);

    assertThatExceptionOfType(CallsEnded.class)
        .isThrownBy(() -> filling.fill(acme.id, 9, Lane.POLL));

    assertThat(filling.isDue(acme.id)).isTrue();
  }

  @Test
  void a_rejected_row_keeps_its_reason() {
    store
        .runs()
        .reject(
            acme.id,
            Resource.CLIENTS,
            List.of(new RejectedRow("7", "its name is missing", "{}")),
            clock.instant());
    halo.put(aClient(7).build());
    stopWhileReading(ObjectRef.Kind.CLIENT, 7);
    var retrying =
        new RetryRejectedRows(
            store.connections(), acme.tenants, acme.stores(), store.rejected(), clock);

    assertThatExceptionOfType(CallsEnded.class)
        .isThrownBy(() ->
            retrying.retry(MANAGER, acme.id, new RetryRejectedRows.Selection.Of(Resource.CLIENTS)))
        .withMessageContaining("because this service stops: try again when it runs");

    assertThat(store.rejected().longestUnseen(acme.id, Resource.CLIENTS, 9))
        .extracting(kept -> kept.row().reason())
        .containsExactly("its name is missing");
  }

  @Test
  void records_that_a_person_asked_for_are_not_said_to_be_unreadable() {
    halo.put(aClient(7).build());
    stopWhileReading(ObjectRef.Kind.CLIENT, 7);
    var syncing =
        new SyncRecords(store.connections(), acme.tenants, acme.stores(), store.rejected(), clock);

    assertThatExceptionOfType(CallsEnded.class)
        .isThrownBy(() -> syncing.sync(MANAGER, acme.id, Resource.CLIENTS, List.of(7L)));
  }

  private void stopWhileReading(ObjectRef.Kind kind, long id) {
    halo.whileReading(new ObjectRef(kind, id), StoppedCallsTest::stop);
  }

  private static void stop() {
    throw new CallsEnded();
  }

  private static String reason(SyncResource.Outcome outcome) {
    var run = ((SyncResource.Outcome.Ended) outcome).run();
    return run.progress() instanceof SyncRun.Progress.Failed(_, var reason)
        ? reason
        : run.progress().toString();
  }
}

package ai.superit.halo.bootstrap;

import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.sync.DeletionLimits;
import ai.superit.halo.application.sync.FillDueNotes;
import ai.superit.halo.application.sync.FillNotes;
import ai.superit.halo.application.sync.FillPages;
import ai.superit.halo.application.sync.HydrationTurns;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.application.webhook.ApplyEvents;
import ai.superit.halo.application.webhook.DeliveryHistory;
import ai.superit.halo.application.webhook.DeliveryLogs;
import ai.superit.halo.application.webhook.DeliveryReader;
import ai.superit.halo.application.webhook.FilterEvents;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.ProcessDeliveries;
import ai.superit.halo.application.webhook.ReconcileDeliveries;
import ai.superit.halo.application.webhook.RetrySchedule;
import ai.superit.halo.application.webhook.UnderstandDeliveries;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class BackgroundWorkTest {
  private static final ObjectRef TICKET = new ObjectRef(ObjectRef.Kind.TICKET, 7);
  private static final Duration LONG = Duration.ofDays(1);

  /// Of a tenant that has no webhook.
  private static final class NoLogs implements DeliveryLogs {
    @Override
    public Optional<Webhook> webhook(ConnectionId connection, URI address) {
      return Optional.empty();
    }

    @Override
    public LogPage page(ConnectionId connection, String webhook, int number) {
      throw new AssertionError("no webhook was named: " + webhook);
    }
  }

  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  /// Else Halo's answer was for nothing, and the delivery waited for the end of its lease.
  @Test
  void a_stop_ends_after_the_delivery_that_is_being_applied() throws Exception {
    acme.mirrors(aTicket(TICKET.id()));
    acme.halo.whileReading(TICKET, this::answerWhenItMay);
    store.inbox().accept(new IncomingDelivery(acme.id, acme.clock.instant(), new byte[0]));
    var work = work();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      work.start();
      assertThat(asked.await(30, SECONDS)).isTrue();
      work.stop();

      var stopped = threads.submit(work::close);

      await().pollDelay(Duration.ofMillis(200)).until(() -> true);
      assertThat(stopped.isDone()).isFalse();
      mayAnswer.countDown();
      stopped.get(30, SECONDS);
      assertThat(store.history().find(acme.id, 1).orElseThrow().entry())
          .returns(DeliveryHistory.State.APPLIED, DeliveryHistory.Entry::state)
          .returns(1, DeliveryHistory.Entry::attempts);
      assertThat(acme.living(Resource.TICKETS)).isEmpty();
    } finally {
      mayAnswer.countDown();
      work.close();
    }
  }

  private void answerWhenItMay() {
    asked.countDown();
    try {
      mayAnswer.await();
    } catch (InterruptedException brokenOff) {
      throw new IllegalStateException(brokenOff);
    }
  }

  /// That has deliveries to apply, and no connection to do anything else for.
  private BackgroundWork work() {
    var hydration = store.hydration();
    var runs = store.runs();
    var events = new ApplyEvents(acme.tenants, acme.mirror, acme.tickets);
    var filling = new FillNotes(acme.tenants, acme.mirror, acme.tickets);
    var notes = new FillDueNotes(filling, hydration, acme.clock);
    var turns = new HydrationTurns(hydration, acme.clock);
    var syncing = acme.notes((_, _) -> {});
    var notesWork = new NotesWork(notes, syncing, turns, runs, LONG, acme.clock);
    var useCases =
        new BackgroundWork.UseCases(
            deliveries(events),
            new ReconcileDeliveries(
                new NoLogs(),
                store.proofs(),
                events,
                acme.resources,
                URI.create("https://halo.example"),
                LONG,
                acme.clock),
            notesWork,
            new RestWork(
                FillPages.ofAssets(acme.tenants, acme.mirror, hydration, acme.clock),
                FillPages.ofClients(acme.tenants, acme.mirror, hydration, acme.clock),
                notes,
                notesWork,
                turns,
                runs),
            acme.polling(
                acme.resources, new Schedule(Schedule.Mode.HYBRID, LONG, 2, ZoneId.of("UTC"))),
            acme.resources);
    return new BackgroundWork(
        useCases,
        new InMemoryStore().connections(),
        store.inbox(),
        runs,
        Set::of,
        new Settings.Sync(LONG, LONG, false, DeletionLimits.DEFAULT, LONG),
        1,
        _ -> {},
        acme.clock);
  }

  private ProcessDeliveries deliveries(ApplyEvents events) {
    var hint = new HaloEvent(TICKET, "", Optional.empty(), Optional.empty(), Optional.empty());
    DeliveryReader reader = _ -> new DeliveryReader.Content.Events(List.of(hint), 0);
    return new ProcessDeliveries(
        store.inbox(),
        store.pauses(),
        new UnderstandDeliveries(
            reader, store.rules(), new FilterEvents(store.subjects()), store.conflicts()),
        events,
        RetrySchedule.DEFAULT,
        acme.clock);
  }
}

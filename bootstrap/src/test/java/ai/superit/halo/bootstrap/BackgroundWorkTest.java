package ai.superit.halo.bootstrap;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.Transactions;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.sync.Comparisons;
import ai.superit.halo.application.sync.DeletionLimits;
import ai.superit.halo.application.sync.FillDueNotes;
import ai.superit.halo.application.sync.FillNotes;
import ai.superit.halo.application.sync.FillPages;
import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.sync.HaloTenants;
import ai.superit.halo.application.sync.HeldDeletions;
import ai.superit.halo.application.sync.Hydration;
import ai.superit.halo.application.sync.HydrationTurns;
import ai.superit.halo.application.sync.ListPositions;
import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.PollChanges;
import ai.superit.halo.application.sync.PollCursors;
import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.sync.SyncNotes;
import ai.superit.halo.application.sync.SyncPauses;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.application.sync.SyncSchedules;
import ai.superit.halo.application.sync.SyncScopes;
import ai.superit.halo.application.team.Links;
import ai.superit.halo.application.webhook.ApplyEvents;
import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.DeliveryConflicts;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.DeliveryLogs;
import ai.superit.halo.application.webhook.DeliveryProofs;
import ai.superit.halo.application.webhook.DeliveryReader;
import ai.superit.halo.application.webhook.DeliveryRules;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.EventSubjects;
import ai.superit.halo.application.webhook.FilterEvents;
import ai.superit.halo.application.webhook.ProcessDeliveries;
import ai.superit.halo.application.webhook.ReconcileDeliveries;
import ai.superit.halo.application.webhook.RetrySchedule;
import ai.superit.halo.application.webhook.UnderstandDeliveries;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.webhook.DeliveryFilters;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BackgroundWorkTest {
  private static final ConnectionId ACME = ConnectionId.random();
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final ObjectRef TICKET = new ObjectRef(ObjectRef.Kind.TICKET, 7);
  private static final ClaimedDelivery.Claim CLAIM = new ClaimedDelivery.Claim(ACME, 1, 1);

  private static final Duration LONG = Duration.ofDays(1);
  private static final Map<Class<?>, Object> NOTHING =
      Map.of(
          List.class, List.of(),
          Set.class, Set.of(),
          Map.class, Map.of(),
          Optional.class, Optional.empty(),
          boolean.class, false,
          int.class, 0,
          long.class, 0L);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final AtomicBoolean taken = new AtomicBoolean();
  private final Map<Object, Object> finished = new ConcurrentHashMap<>();

  /// Else Halo's answer was for nothing, and the delivery waited for the end of its lease.
  @Test
  void a_stop_ends_after_the_delivery_that_is_being_applied() throws Exception {
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
      assertThat(finished).containsExactly(Map.entry(CLAIM, new Disposition.Applied()));
    } finally {
      mayAnswer.countDown();
      work.close();
    }
  }

  /// Of one tenant that has sent one delivery; nothing else is to be done.
  private BackgroundWork work() {
    var inbox =
        port(
            DeliveryInbox.class,
            Map.of("claim", _ -> claim(), "awaitWork", _ -> rest(), "finish", this::finish));
    var hydration = idle(Hydration.class);
    HaloTenants tenants = (_, _) -> tenant();
    var mirror = port(Mirror.class, Map.of("retire", _ -> true));
    var tickets = new StoreTickets(mirror, idle(Links.class), idle(Transactions.class));
    var events = new ApplyEvents(tenants, mirror, tickets);
    var stores =
        new SyncResource.Stores(
            mirror,
            tickets,
            idle(SyncRuns.class),
            idle(PollCursors.class),
            idle(HeldDeletions.class),
            idle(ListPositions.class),
            idle(SyncScopes.class),
            idle(Comparisons.class));
    var resources = new SyncResource(tenants, stores, DeletionLimits.DEFAULT, CLOCK);
    var notes = new FillDueNotes(new FillNotes(tenants, mirror, tickets), hydration, CLOCK);
    var turns = new HydrationTurns(hydration, CLOCK);
    var syncing =
        new SyncNotes(
            tenants,
            notes,
            turns,
            new SyncNotes.Stores(mirror, hydration, stores.runs()),
            CLOCK,
            (_, _) -> {});
    var notesWork = new NotesWork(notes, syncing, turns, stores.runs(), LONG, CLOCK);
    var useCases =
        new BackgroundWork.UseCases(
            deliveries(inbox, events),
            new ReconcileDeliveries(
                idle(DeliveryLogs.class),
                idle(DeliveryProofs.class),
                events,
                resources,
                URI.create("https://halo.example"),
                LONG,
                CLOCK),
            notesWork,
            new RestWork(
                FillPages.ofAssets(tenants, mirror, hydration, CLOCK),
                FillPages.ofClients(tenants, mirror, hydration, CLOCK),
                notes,
                notesWork,
                turns,
                stores.runs()),
            new PollChanges(
                resources,
                stores.cursors(),
                idle(SyncSchedules.class),
                new Schedule(Schedule.Mode.HYBRID, LONG, 2, ZoneId.of("UTC")),
                CLOCK),
            resources);
    return new BackgroundWork(
        useCases,
        idle(Connections.class),
        inbox,
        stores.runs(),
        Set::of,
        new Settings.Sync(LONG, LONG, false, DeletionLimits.DEFAULT, LONG),
        1,
        _ -> {},
        CLOCK);
  }

  private ProcessDeliveries deliveries(DeliveryInbox inbox, ApplyEvents events) {
    var hint = new HaloEvent(TICKET, "", Optional.empty(), Optional.empty(), Optional.empty());
    DeliveryReader reader = _ -> new DeliveryReader.Content.Events(List.of(hint), 0);
    var rules = port(DeliveryRules.class, Map.of("filters", _ -> DeliveryFilters.NONE));
    return new ProcessDeliveries(
        inbox,
        idle(SyncPauses.class),
        new UnderstandDeliveries(
            reader,
            rules,
            new FilterEvents(idle(EventSubjects.class)),
            idle(DeliveryConflicts.class)),
        events,
        RetrySchedule.DEFAULT,
        CLOCK);
  }

  /// Knows no ticket, and takes its time to say so.
  private HaloTenant tenant() {
    return port(HaloTenant.class, Map.of("findTicket", _ -> answerWhenItMay()));
  }

  private List<ClaimedDelivery> claim() {
    return taken.getAndSet(true)
        ? List.of()
        : List.of(
            new ClaimedDelivery(
                CLAIM, 1, 0, 0, Instant.EPOCH, new byte[0], ClaimedDelivery.Standing.USUAL));
  }

  private static Object rest() throws InterruptedException {
    Thread.sleep(10);
    return NOTHING;
  }

  private int finish(Object... arguments) {
    finished.putAll((Map<?, ?>) arguments[0]);
    return finished.size();
  }

  private Object answerWhenItMay() throws InterruptedException {
    asked.countDown();
    mayAnswer.await();
    return Optional.empty();
  }

  private static <P> P idle(Class<P> port) {
    return port(port, Map.of());
  }

  private interface Answer {
    Object to(Object[] arguments) throws Exception;
  }

  /// @param answers by the names of methods; the others answer that there is nothing
  private static <P> P port(Class<P> port, Map<String, Answer> answers) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          var answer = answers.get(method.getName());
          return answer == null ? NOTHING.get(method.getReturnType()) : answer.to(arguments);
        };
    var loader = BackgroundWorkTest.class.getClassLoader();
    return port.cast(Proxy.newProxyInstance(loader, new Class<?>[] {port}, handler));
  }
}

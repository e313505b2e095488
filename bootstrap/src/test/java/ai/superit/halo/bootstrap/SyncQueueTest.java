package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.Transactions;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.application.sync.Comparisons;
import ai.superit.halo.application.sync.DeletionLimits;
import ai.superit.halo.application.sync.FillDueNotes;
import ai.superit.halo.application.sync.FillNotes;
import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.sync.HaloTenants;
import ai.superit.halo.application.sync.HeldDeletions;
import ai.superit.halo.application.sync.Hydration;
import ai.superit.halo.application.sync.HydrationTurns;
import ai.superit.halo.application.sync.ListPositions;
import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.PollCursors;
import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.sync.SyncNotes;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.application.sync.SyncScopes;
import ai.superit.halo.application.team.Links;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SyncQueueTest {
  private static final ConnectionId ACME = new ConnectionId(new UUID(0, 1));
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  private final List<SyncRun> ended = new ArrayList<>();
  private int asked;

  /// A run that begins anew at once would lose the store again, and again.
  @Test
  void a_run_that_lost_the_store_waits_until_it_is_resumed() {
    var queue = queue();

    queue.start(ACME, Set.of(Resource.CLIENTS), SyncMode.FULL);
    assertThat(ended).hasSize(1).allMatch(SyncRuns::hasLostStore);

    queue.resume();
    assertThat(ended).hasSize(2);
  }

  /// Else the log had nothing of it, and the wishes after it waited for the next resumption.
  @Test
  void an_error_ends_its_run_and_no_thread() {
    var queue =
        queue((_, _) -> {
          throw new StackOverflowError("deep");
        });

    queue.start(ACME, Set.of(Resource.CLIENTS), SyncMode.FULL);

    assertThat(ended)
        .singleElement()
        .extracting(run -> run.progress() instanceof SyncRun.Progress.Failed)
        .isEqualTo(true);
  }

  @Test
  void for_want_of_a_key_a_run_is_left_to_another_instance() {
    var hasKey = new AtomicBoolean();
    var queue = queue(new Locked(hasKey));

    queue.start(ACME, Set.of(Resource.CLIENTS), SyncMode.FULL);
    queue.resume();

    assertThat(ended).isEmpty();
    hasKey.set(true);
    queue.resume();
    assertThat(ended).hasSize(1);
  }

  @Test
  void a_run_during_which_the_key_was_changed_is_left_to_another_instance() {
    var queue =
        queue((_, _) -> {
          throw new SecretUnreadable(new IllegalStateException());
        });

    queue.start(ACME, Set.of(Resource.CLIENTS), SyncMode.FULL);

    assertThat(ended)
        .singleElement()
        .matches(SyncRuns::isBrokenOff)
        .asString()
        .contains("secrets.keys", "replaceHaloCredentials");
  }

  private record Locked(AtomicBoolean hasKey) implements HaloTenants {
    @Override
    public HaloTenant tenant(ConnectionId connection, Lane lane) {
      throw new HaloUnavailable(HaloUnavailable.Cause.REFUSED, "refused");
    }

    @Override
    public void unlock(ConnectionId connection) {
      if (!hasKey.get()) {
        throw new SecretUnreadable(new IllegalStateException());
      }
    }
  }

  private SyncQueue queue() {
    return queue((_, _) -> {
      throw new StoreUnavailable("gone", new IllegalStateException());
    });
  }

  private SyncQueue queue(HaloTenants tenants) {
    var runs = runs();
    var mirror = unused(Mirror.class);
    var tickets = new StoreTickets(mirror, unused(Links.class), unused(Transactions.class));
    var stores =
        new SyncResource.Stores(
            mirror,
            tickets,
            runs,
            unused(PollCursors.class),
            unused(HeldDeletions.class),
            unused(ListPositions.class),
            unused(SyncScopes.class),
            unused(Comparisons.class));
    var resources = new SyncResource(tenants, stores, DeletionLimits.DEFAULT, CLOCK);
    var hydration = unused(Hydration.class);
    var filling = new FillDueNotes(new FillNotes(tenants, mirror, tickets), hydration, CLOCK);
    var turns = new HydrationTurns(hydration, CLOCK);
    var syncing =
        new SyncNotes(
            tenants,
            filling,
            turns,
            new SyncNotes.Stores(mirror, hydration, runs),
            CLOCK,
            (_, _) -> {});
    var notes = new NotesWork(filling, syncing, turns, runs, Duration.ofDays(1), CLOCK);
    return new SyncQueue(resources, notes, runs, CLOCK, Runnable::run, _ -> false);
  }

  /// Of clients, which are wanted until a run ends that had the store; gives up when it is asked
  /// too often.
  private SyncRuns runs() {
    return port(
        SyncRuns.class,
        (method, arguments) ->
            switch (method) {
              case "wish", "progress" -> true;
              case "wishes" -> wished(arguments[1]);
              case "begin" -> Optional.of(SyncRun.begun(ACME, Resource.CLIENTS, Instant.EPOCH));
              case "interrupted" -> List.of(new SyncRuns.Interrupted(ACME, Resource.CLIENTS));
              case "end" -> ended.add((SyncRun) arguments[0]);
              default -> throw new AssertionError(method);
            });
  }

  private Set<Resource> wished(Object mode) {
    assertThat(asked++).as("it turns round and round").isLessThan(100);
    var isWanted = mode == SyncMode.FULL && ended.stream().allMatch(SyncRuns::isBrokenOff);
    return isWanted ? Set.of(Resource.CLIENTS) : Set.of();
  }

  private static <P> P unused(Class<P> port) {
    return port(
        port,
        (method, _) -> {
          throw new AssertionError(method);
        });
  }

  private interface Answers {
    Object to(String method, Object[] arguments);
  }

  private static <P> P port(Class<P> port, Answers answers) {
    var proxy =
        Proxy.newProxyInstance(
            SyncQueueTest.class.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> answers.to(method.getName(), arguments));
    return port.cast(proxy);
  }
}

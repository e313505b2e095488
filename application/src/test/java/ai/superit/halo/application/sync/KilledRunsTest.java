package ai.superit.halo.application.sync;

import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.Transactions;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.team.Links;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.sync.Verdict;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Runs over 1,200 tickets on 240 pages that are killed, as a process is: from one call of a port
/// on nothing is done any more, and new objects find what is stored.
@Order(2)
class KilledRunsTest {
  private static final int TICKETS = 1_200;
  private static final int ROWS = 5;
  private static final Visibility MANAGERS =
      new Caller("m", Caller.Role.MANAGER, Set.of(new TeamId("managers"))).visibility();

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /// One life of the service after the other, over one store and one tenant.
  private static final class World {
    final ManualClock clock = new ManualClock();
    final InMemoryStore store = new InMemoryStore(clock);
    final InMemoryHaloTenant halo = new InMemoryHaloTenant();
    final Connection acme = ConnectionBuilder.aConnection("acme").build();

    /// Ten tickets are in the mirror that Halo has deleted since.
    World() {
      store.connections().create(acme, new Secret("secret"));
      halo.rowsOnPage(ROWS);
      for (long id = 1; id <= TICKETS; id++) {
        halo.put(ticket(id));
      }
      var gone =
          LongStream.rangeClosed(TICKETS + 1, TICKETS + 10)
              .mapToObj(
                  id -> new RoutedTicket(ticket(id), new Route.Unrouted(Route.Reason.NO_LINK)))
              .toList();
      store.mirror().storeTickets(acme.id(), gone, Source.run("before"));
    }

    /// @param life how many calls of ports it lives for
    SyncRun live(int life) {
      return live(new AtomicInteger(life));
    }

    private SyncRun live(AtomicInteger left) {
      clock.advance(Duration.ofMinutes(30));
      var mirror = mortal(Mirror.class, store.mirror(), left);
      var tenant = mortal(HaloTenant.class, halo, left);
      var tickets =
          new StoreTickets(
              mirror,
              mortal(Links.class, store.links(), left),
              mortal(Transactions.class, store.transactions(), left));
      var stores =
          new SyncResource.Stores(
              mirror,
              tickets,
              mortal(SyncRuns.class, store.runs(), left),
              mortal(PollCursors.class, store.cursors(), left),
              mortal(HeldDeletions.class, store.held(), left),
              mortal(ListPositions.class, store.positions(), left),
              mortal(SyncScopes.class, store.scopes(), left),
              store.comparisons());
      var resources = new SyncResource((_, _) -> tenant, stores, DeletionLimits.DEFAULT, clock);
      return switch (resources.sync(acme.id(), Resource.TICKETS, Lane.BACKFILL, () -> false)) {
        case SyncResource.Outcome.Ended(var run) -> run;
        case SyncResource.Outcome.AlreadyRunning _ -> throw new AssertionError("under way");
      };
    }

    SyncRun live() {
      return live(Integer.MAX_VALUE);
    }

    void kill(int life) {
      assertThatThrownBy(() -> live(life)).isInstanceOf(Killed.class);
    }

    /// Each living ticket with its route.
    Map<Long, String> mirrored() {
      var keys =
          LongStream.rangeClosed(1, TICKETS + 20)
              .mapToObj(id -> new Key<>(acme.id(), new TicketId(id)))
              .collect(Collectors.toSet());
      var rows = new TreeMap<Long, String>();
      store
          .tickets()
          .ticketsByKey(MANAGERS, keys)
          .forEach((key, view) ->
              rows.put(key.id().value(), view.ticket().value() + " " + view.route()));
      return rows;
    }
  }

  @Test
  void a_run_killed_at_any_of_60_points_goes_on_to_the_same_mirror() {
    var undisturbed = new World();
    var calls = callsOfPorts(new World());
    var whole = undisturbed.live();
    var pages = undisturbed.halo.calls();
    var expected = undisturbed.mirrored();
    assertThat(expected).hasSize(TICKETS);
    var random = new Random(60);
    var readAgain = 0L;

    for (int point = 0; point < 60; point++) {
      var world = new World();
      var life = random.nextInt(1, calls);
      world.kill(life);
      var before = world.halo.calls();

      var run = world.live();

      assertComplete(run, whole, life);
      assertThat(world.mirrored()).as("killed at %d", life).isEqualTo(expected);
      var after = world.halo.calls() - before;
      assertThat(before + after).as("killed at %d", life).isLessThan(pages + 130);
      readAgain += after;
    }
    assertThat(readAgain).isLessThan(60 * pages * 3 / 4);
  }

  @Test
  void a_run_killed_again_and_again_comes_to_its_end() {
    var world = new World();
    var undisturbed = new World();
    var whole = undisturbed.live();
    var life = callsOfPorts(new World()) / 3;
    var lives = 0;
    var run = Optional.<SyncRun>empty();
    while (run.isEmpty() && lives < 50) {
      lives++;
      try {
        run = Optional.of(world.live(life));
      } catch (Killed _) {
        assertThat(
                world
                    .store
                    .positions()
                    .find(world.acme.id(), Resource.TICKETS, world.clock.instant()))
            .isPresent();
      }
    }

    assertComplete(run.orElseThrow(), whole, life);
    assertThat(lives).isGreaterThan(2);
    assertThat(world.mirrored()).isEqualTo(undisturbed.mirrored());
  }

  @Test
  void a_list_whose_rows_have_moved_is_read_from_its_start() {
    var world = new World();
    world.kill(callsOfPorts(new World()) / 2);
    world.halo.remove(new ObjectRef(ObjectRef.Kind.TICKET, 1));
    world.halo.remove(new ObjectRef(ObjectRef.Kind.TICKET, 3));
    var before = world.halo.calls();

    var run = world.live();

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().verdict()).isEqualTo(new Verdict.Complete());
    assertThat(world.halo.calls() - before).isGreaterThan(TICKETS / ROWS);
    assertThat(world.mirrored()).hasSize(TICKETS - 2).doesNotContainKeys(1L, 3L);
  }

  @Test
  void what_changed_while_nobody_ran_is_in_the_mirror_too() {
    var world = new World();
    world.kill(callsOfPorts(new World()) / 2);
    var changed = aTicket(1).saying("changed meanwhile").changed(40).build();
    world.halo.put(changed);
    world.halo.put(aTicket(TICKETS + 11).changed(41).build());

    var run = world.live();

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(world.mirrored()).hasSize(TICKETS + 1).containsKey(TICKETS + 11L);
    assertThat(world.mirrored().get(1L)).contains("changed meanwhile");
  }

  @Test
  void a_position_of_seven_hours_ago_is_too_old() {
    var world = new World();
    world.kill(callsOfPorts(new World()) / 2);
    world.clock.advance(Duration.ofHours(7));
    var before = world.halo.calls();

    assertThat(world.live().progress()).isInstanceOf(Progress.Complete.class);

    assertThat(world.halo.calls() - before).isGreaterThan(TICKETS / ROWS);
  }

  @Test
  void a_run_goes_on_where_a_page_has_failed() {
    var world = new World();
    world.halo.failOnPage(80);
    assertThat(world.live().progress()).isInstanceOf(Progress.Failed.class);
    world.halo.failOnPage(0);
    var before = world.halo.calls();

    assertThat(world.live().progress()).isInstanceOf(Progress.Complete.class);

    assertThat(world.halo.calls() - before).isLessThan(TICKETS / ROWS);
    assertThat(world.mirrored()).hasSize(TICKETS);
  }

  @Test
  void a_run_that_ended_leaves_nothing_to_go_on_from() {
    var world = new World();
    world.live();
    var before = world.halo.calls();

    world.live();

    assertThat(world.halo.calls() - before).isGreaterThan(TICKETS / ROWS);
  }

  private static void assertComplete(SyncRun run, SyncRun whole, int life) {
    assertThat(run.progress()).as("killed at %d", life).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().verdict()).as("killed at %d", life).isEqualTo(new Verdict.Complete());
    assertThat(run.tally().expected()).isEqualTo(whole.tally().expected());
    assertThat(run.tally().distinct()).isEqualTo(whole.tally().distinct());
  }

  /// Every third is open; the newest changed last.
  private static Ticket ticket(long id) {
    var ticket = aTicket(id).changed(20 * id - 30_000);
    return id % 3 == 0 ? ticket.build() : ticket.closed().build();
  }

  private static int callsOfPorts(World world) {
    var left = new AtomicInteger(Integer.MAX_VALUE);
    world.live(left);
    return Integer.MAX_VALUE - left.get();
  }

  private static <P> P mortal(Class<P> port, P real, AtomicInteger left) {
    var proxy =
        Proxy.newProxyInstance(
            KilledRunsTest.class.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              if (left.decrementAndGet() < 0) {
                throw new Killed();
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
    return port.cast(proxy);
  }
}

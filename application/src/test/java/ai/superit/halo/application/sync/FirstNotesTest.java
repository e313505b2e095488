package ai.superit.halo.application.sync;

import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.FirstNotes.Due;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryHaloTenants;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FirstNotesTest {
  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final InMemoryHaloTenants tenants = new InMemoryHaloTenants();
  private final Connection acme = ConnectionBuilder.aConnection("acme").build();
  private final InMemoryHaloTenant halo = tenants.of(acme.id());
  private final StoreTickets tickets =
      new StoreTickets(store.mirror(), store.links(), store.transactions());
  private final SyncNotes syncing =
      new SyncNotes(
          tenants,
          new FillDueNotes(
              new FillNotes(tenants, store.mirror(), tickets), store.hydration(), clock),
          new HydrationTurns(store.hydration(), clock),
          new SyncNotes.Stores(store.mirror(), store.hydration(), store.runs()),
          clock,
          (_, _) -> {});
  private final FirstNotes first = new FirstNotes(syncing, store.runs(), clock);

  @BeforeEach
  void connect() {
    store.connections().create(acme, new Secret("secret"));
    var rows = List.of(aTicket(1).build(), aTicket(2).build());
    tickets.store(acme.id(), rows, Source.reread("test"));
    rows.forEach(halo::put);
  }

  @Test
  void the_first_run_waits_for_the_list_and_comes_once() {
    var list = store.runs().begin(acme.id(), Resource.TICKETS, clock.instant()).orElseThrow();
    assertThat(due()).isEqualTo(Due.LATER);
    store.runs().end(list.ended(new Progress.Complete(clock.instant())));

    assertThat(due()).isEqualTo(Due.NOW);
    run();
    later();

    assertThat(due()).isEqualTo(Due.OVER);
  }

  @Test
  void a_run_that_could_not_read_some_tickets_is_not_repeated() {
    halo.failOnNotesOf(new TicketId(2));
    assertThat(due()).isEqualTo(Due.NOW);
    run();
    assertThat(store.runs().latest(acme.id()).getFirst().progress())
        .isInstanceOf(Progress.Incomplete.class);

    later();

    assertThat(due()).isEqualTo(Due.OVER);
  }

  @Test
  void a_run_that_failed_as_a_whole_is_repeated_after_a_while() {
    halo.down(true);
    assertThat(due()).isEqualTo(Due.NOW);
    run();
    assertThat(due()).isEqualTo(Due.OVER);

    later();

    assertThat(due()).isEqualTo(Due.NOW);
  }

  private void run() {
    syncing.sync(acme.id(), minute(-60), Lane.BACKFILL, () -> false);
  }

  private void later() {
    clock.advance(FirstNotes.BETWEEN_RUNS);
  }

  private Due due() {
    return first.due(acme.id(), minute(-60));
  }
}

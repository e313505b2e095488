package ai.superit.halo.application.sync;

import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.FirstNotes.Due;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FirstNotesTest {
  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final SyncNotes syncing = acme.notes((_, _) -> {});
  private final FirstNotes first = new FirstNotes(syncing, store.runs(), clock);

  @BeforeEach
  void fill() {
    var rows = List.of(aTicket(1).build(), aTicket(2).build());
    acme.tickets.store(acme.id, rows, Source.reread("test"));
    rows.forEach(halo::put);
  }

  @Test
  void the_first_run_waits_for_the_list_and_comes_once() {
    var list = store.runs().begin(acme.id, Resource.TICKETS, clock.instant()).orElseThrow();
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
    assertThat(store.runs().latest(acme.id).getFirst().progress())
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
    syncing.sync(acme.id, minute(-60), Lane.BACKFILL, () -> false);
  }

  private void later() {
    clock.advance(FirstNotes.BETWEEN_RUNS);
  }

  private Due due() {
    return first.due(acme.id, minute(-60));
  }
}

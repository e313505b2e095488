package ai.superit.halo.application.sync;

import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.SyncResource.Outcome;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.application.testing.SyncRunsContract;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Effort;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.sync.Tally;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SyncNotesTest {
  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final List<TicketId> told = new ArrayList<>();
  private final List<Optional<Instant>> predicted = new ArrayList<>();
  private final SyncNotes syncing =
      acme.notes((connection, unread) -> {
        told.add(unread.ticket());
        predicted.add(latest(connection).effort().predictedFinish());
      });

  @Test
  void a_run_that_loses_the_store_before_its_turn_is_taken_up() {
    var outcome = syncOver(new WithoutTurns());

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Ended.class, ended -> assertThat(SyncRuns.hasLostStore(ended.run())).isTrue());
    assertThat(store.runs().interrupted())
        .containsExactly(new SyncRuns.Interrupted(acme.id, Resource.NOTES));
  }

  @Test
  void a_run_whose_turn_cannot_be_ended_is_complete() {
    syncOver(new TurnsWithoutEnd());

    assertThat(latest(acme.id).progress()).isInstanceOf(Progress.Complete.class);
  }

  private final class WithoutTurns extends ForwardingHydration {
    WithoutTurns() {
      super(store.hydration());
    }

    @Override
    public boolean takeTurn(
        ConnectionId connection, Work work, UUID holder, Instant now, Duration atMost) {
      throw new StoreUnavailable("gone", new IllegalStateException());
    }
  }

  private final class TurnsWithoutEnd extends ForwardingHydration {
    TurnsWithoutEnd() {
      super(store.hydration());
    }

    @Override
    public void endTurn(ConnectionId connection, Work work, UUID holder) {
      throw new StoreUnavailable("gone", new IllegalStateException());
    }
  }

  private Outcome syncOver(Hydration hydration) {
    return acme.notes(acme.tenants, hydration, (_, _) -> {})
        .sync(acme.id, Instant.EPOCH, Lane.BACKFILL, () -> false);
  }

  private SyncRun latest(ConnectionId connection) {
    return store.runs().latest(connection).getFirst();
  }

  @Test
  void a_run_reads_the_notes_of_all_tickets_and_counts_them() {
    mirror(100);
    LongStream.rangeClosed(1, 100).forEach(id -> halo.put(aNote(id).on(id).build()));

    var run = sync();

    assertThat(run.tally()).isEqualTo(new Tally(100, 100, 100, 100, 0, 0, 0, 0));
    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(store.runs().latest(acme.id)).containsExactly(run);
    assertThat(syncing.isWanted(acme.id, minute(-60))).isFalse();
  }

  @Test
  void a_run_knows_beforehand_how_many_calls_its_tickets_take() {
    mirror(100);
    halo.perCall(Duration.ofSeconds(3));
    halo.failOnNotesOf(new TicketId(1));

    var run = sync();

    var calls = 200;
    assertThat(predicted.getFirst()).contains(clock.instant().plusSeconds(3L * calls));
    assertThat(run.effort()).isEqualTo(new Effort(calls, Optional.of(clock.instant())));
  }

  @Test
  void a_run_waits_until_no_other_instance_fills_notes() throws Exception {
    mirror(1);
    var other = UUID.randomUUID();
    store
        .hydration()
        .takeTurn(acme.id, Hydration.Work.NOTES, other, clock.instant(), Duration.ofMinutes(2));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var run = threads.submit(this::sync);
      await().until(() -> !store.runs().latest(acme.id).isEmpty());
      assertThat(halo.reads()).isEmpty();

      store.hydration().endTurn(acme.id, Hydration.Work.NOTES, other);

      assertThat(run.get().progress()).isInstanceOf(Progress.Complete.class);
    }
  }

  @Test
  void a_run_with_nothing_to_do_is_complete() {
    assertThat(sync().progress()).isInstanceOf(Progress.Complete.class);
  }

  @Test
  void tickets_that_cannot_be_read_are_tried_once_and_counted() {
    mirror(100);
    LongStream.rangeClosed(1, 45).forEach(id -> halo.failOnNotesOf(new TicketId(2 * id)));

    var run = sync();

    assertThat(gap(run)).isEqualTo("the notes of 45 tickets could not be read");
    assertThat(halo.reads()).hasSize(100);
    assertThat(told).hasSize(45).doesNotHaveDuplicates();
  }

  @Test
  void a_note_that_cannot_be_read_is_kept_with_its_reason() {
    mirror(1);
    halo.put(aNote(1).build());
    halo.rejectNoteOf(new TicketId(1), new RejectedRow("9", "no date", "{}"));

    var run = sync();

    assertThat(run.tally()).isEqualTo(new Tally(2, 2, 1, 1, 0, 0, 1, 0));
    assertThat(gap(run)).startsWith("1 rows could not be read");
    assertThat(store.rejectedRows(acme.id)).isEqualTo(1);
  }

  @Test
  void notes_that_halo_counts_and_does_not_send_are_a_gap() {
    mirror(1);
    halo.put(aNote(1).build());
    halo.total(size -> size + 3);

    assertThat(gap(sync())).isEqualTo("Halo counts 4 records, 1 different ones arrived");
  }

  @Test
  void a_gap_is_not_hidden_by_a_later_run() {
    mirror(1);
    halo.put(aNote(1).build());
    halo.rejectNoteOf(new TicketId(1), new RejectedRow("9", "no date", "{}"));
    sync();

    assertThat(gap(sync())).startsWith("1 rows could not be read");
  }

  @Test
  void a_gap_that_could_not_be_read_again_is_still_named() {
    mirror(2);
    halo.put(aNote(1).build());
    halo.rejectNoteOf(new TicketId(1), new RejectedRow("9", "no date", "{}"));
    sync();
    acme.mirrors(aTicket(2).changed(3).lastAction(3));
    halo.failOnNotesOf(new TicketId(1));

    assertThat(gap(sync()))
        .isEqualTo(
            "the notes of 1 tickets could not be read; 1 notes are missing since an earlier reading");
  }

  @Test
  void a_run_after_the_gap_has_closed_is_complete() {
    mirror(1);
    halo.total(size -> size + 1);
    sync();
    halo.total(size -> size);

    assertThat(sync().progress()).isInstanceOf(Progress.Complete.class);
    assertThat(store.mirror().missingNotes(acme.id)).isZero();
  }

  @Test
  void a_tenant_that_does_not_answer_ends_the_run_as_failed() {
    mirror(100);
    halo.down(true);

    assertThat(reason(sync())).isEqualTo("Halo did not answer.");
    assertThat(halo.reads()).isEmpty();
  }

  @Test
  void a_second_run_does_not_begin() {
    store.runs().begin(acme.id, Resource.NOTES, clock.instant());

    assertThat(syncing.sync(acme.id, minute(-60), Lane.BACKFILL, () -> false))
        .isEqualTo(new Outcome.AlreadyRunning());
  }

  @Test
  void a_run_whose_call_is_given_up_by_a_stop_waits_to_be_carried_on() {
    mirror(1);
    halo.down(true);
    var asked = new AtomicInteger();
    BooleanSupplier stopping = () -> asked.incrementAndGet() > 1;

    var outcome = (Outcome.Ended) syncing.sync(acme.id, minute(-60), Lane.BACKFILL, stopping);

    assertThat(reason(outcome.run())).isEqualTo(SyncRuns.STOPPED);
  }

  @Test
  void a_run_that_the_service_stops_waits_to_be_carried_on() {
    mirror(1);

    var outcome = (Outcome.Ended) syncing.sync(acme.id, minute(-60), Lane.BACKFILL, () -> true);

    assertThat(reason(outcome.run())).isEqualTo(SyncRuns.STOPPED);
    assertThat(store.runs().interrupted())
        .containsExactly(new SyncRuns.Interrupted(acme.id, Resource.NOTES));
  }

  @Test
  void a_run_that_was_taken_for_dead_stops_after_what_it_was_at() {
    mirror(150);
    BooleanSupplier takenOver =
        () -> {
          clock.advance(SyncRunsContract.LEASE);
          store.runs().begin(acme.id, Resource.NOTES, clock.instant());
          return false;
        };

    var outcome = (Outcome.Ended) syncing.sync(acme.id, minute(-60), Lane.BACKFILL, takenOver);

    assertThat(reason(outcome.run())).isEqualTo(SyncRuns.SILENT);
    assertThat(syncing.isWanted(acme.id, minute(-60))).isTrue();
  }

  private void mirror(int count) {
    var rows = LongStream.rangeClosed(1, count).mapToObj(id -> aTicket(id).build()).toList();
    rows.forEach(halo::put);
    acme.tickets.store(acme.id, rows, Source.reread("test"));
  }

  private SyncRun sync() {
    var outcome = syncing.sync(acme.id, minute(-60), Lane.BACKFILL, () -> false);
    return ((Outcome.Ended) outcome).run();
  }

  private static String gap(SyncRun run) {
    return ((Progress.Incomplete) run.progress()).gap();
  }

  private static String reason(SyncRun run) {
    return ((Progress.Failed) run.progress()).reason();
  }
}

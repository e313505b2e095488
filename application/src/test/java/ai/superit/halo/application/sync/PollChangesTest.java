package ai.superit.halo.application.sync;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.SiteBuilder.aSite;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.sync.PollChanges.Poll;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.webhook.ChosenEvents;
import ai.superit.halo.domain.webhook.ObjectRef;
import ai.superit.halo.domain.webhook.WebhookEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollChangesTest {
  private static final ChosenEvents TELLING_OF_CLIENTS =
      new ChosenEvents(Map.of(WebhookEvent.CLIENT_UPDATED, Set.of(19)));

  private static final Duration INTERVAL = Duration.ofMinutes(15);

  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final PollChanges changes =
      acme.polling(
          acme.resources, new Schedule(Schedule.Mode.HYBRID, INTERVAL, 14, ZoneOffset.UTC));

  @BeforeEach
  void fill() {
    halo.put(aClient(1).changed(-60).build(), aClient(2).changed(-30).build());
    halo.put(aSite(1).build());
  }

  @Test
  void only_lists_that_were_read_to_their_end_are_polled() {
    acme.sync(Resource.CLIENTS);
    halo.put(aClient(3).changed(90).build());
    halo.put(aSite(2).changed(90).build());

    assertThat(poll()).containsExactly(new Poll.Read(Resource.CLIENTS, 1));
    assertThat(acme.living(Resource.CLIENTS)).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(acme.living(Resource.SITES)).isEmpty();
  }

  @Test
  void a_list_that_was_short_once_is_polled_too() {
    halo.total(size -> size + 1);
    acme.sync(Resource.CLIENTS);
    halo.total(size -> size);

    assertThat(poll()).containsExactly(new Poll.Read(Resource.CLIENTS, 0));
  }

  @Test
  void a_list_is_polled_once_in_an_interval() {
    acme.sync(Resource.CLIENTS);
    poll();
    clock.advance(INTERVAL.minusSeconds(1));

    assertThat(poll()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(poll()).hasSize(1);
  }

  @Test
  void a_poll_that_is_stopped_asks_for_no_more_pages_and_is_due_again_at_once() {
    acme.sync(Resource.CLIENTS);
    acme.sync(Resource.SITES);
    for (int id = 3; id <= 60; id++) {
      halo.put(aClient(id).changed(-5).build());
    }
    halo.rowsOnPage(1);
    var stopped = new AtomicBoolean();
    halo.beforePage(2, () -> stopped.set(true));
    clock.advance(INTERVAL);
    var before = halo.calls();

    assertThat(changes.poll(acme.id, stopped::get)).isEmpty();
    assertThat(halo.calls() - before).isLessThan(12);
    assertThat(changes.poll(acme.id, stopped::get)).isEmpty();

    assertThat(changes.poll(acme.id, () -> false))
        .extracting(Poll::resource)
        .containsExactly(Resource.CLIENTS, Resource.SITES);
    assertThat(acme.living(Resource.CLIENTS)).hasSize(60);
  }

  @Test
  void a_resource_that_is_forbidden_does_not_keep_the_others_from_being_read() {
    acme.sync(Resource.CLIENTS);
    acme.sync(Resource.SITES);
    halo.forbid(ObjectRef.Kind.CLIENT);
    halo.put(aSite(2).changed(90).build());

    var polls = poll();

    assertThat(polls.getFirst()).isInstanceOf(Poll.Failed.class);
    assertThat(polls.getLast()).isEqualTo(new Poll.Read(Resource.SITES, 1));
  }

  @Test
  void how_each_poll_went_is_remembered() {
    acme.sync(Resource.CLIENTS);
    acme.sync(Resource.SITES);
    halo.forbid(ObjectRef.Kind.CLIENT);
    poll();
    clock.advance(INTERVAL);
    poll();

    var planned = store.schedules().planned(acme.id);
    assertThat(planned.getFirst().lastPoll())
        .hasValueSatisfying(last -> {
          assertThat(last.at()).isEqualTo(clock.instant().plus(INTERVAL));
          assertThat(last.outcome()).isEqualTo(SyncSchedules.PollOutcome.FAILED);
          assertThat(last.detail()).isNotEmpty();
          assertThat(last.troubles()).isEqualTo(2);
        });
    assertThat(planned.get(1).lastPoll().map(SyncSchedules.LastPoll::outcome))
        .contains(SyncSchedules.PollOutcome.READ);
  }

  @Test
  void a_tenant_that_does_not_answer_is_asked_once() {
    acme.sync(Resource.CLIENTS);
    acme.sync(Resource.SITES);
    halo.down(true);

    assertThat(poll()).hasSize(1);
  }

  @Test
  void a_change_is_found_however_far_the_clock_of_halo_is_behind() {
    acme.sync(Resource.CLIENTS);
    clock.advance(Duration.ofHours(5));
    halo.put(aClient(3).changed(-29).build());

    assertThat(poll()).containsExactly(new Poll.Read(Resource.CLIENTS, 1));
  }

  @Test
  void a_stamp_far_ahead_does_not_hide_later_changes() {
    halo.put(aClient(9).changed(60 * 24 * 400).build());
    acme.sync(Resource.CLIENTS);
    halo.put(aClient(3).changed(5).build());

    poll();

    assertThat(acme.living(Resource.CLIENTS)).contains(3L);
  }

  @Test
  void a_stamp_some_hours_ahead_does_not_hide_later_changes() {
    halo.put(aClient(9).changed(20 * 60).build());
    acme.sync(Resource.CLIENTS);
    halo.put(aClient(3).changed(5).build());

    poll();

    assertThat(acme.living(Resource.CLIENTS)).contains(3L);
    assertThat(cursor()).isBeforeOrEqualTo(minute(15));
  }

  @Test
  void what_is_too_late_is_told_by_the_clock_of_halo() {
    halo.tell(minute(-300));
    halo.put(aClient(8).changed(-310).build());
    acme.sync(Resource.CLIENTS);
    halo.put(aClient(3).changed(-299).build());

    poll();

    assertThat(acme.living(Resource.CLIENTS)).contains(3L);
    clock.advance(INTERVAL);
    halo.tell(minute(300));
    halo.put(aClient(4).changed(299).build());
    poll();
    assertThat(cursor()).isEqualTo(minute(299));
  }

  @Test
  void changes_that_came_short_are_looked_for_again() {
    acme.sync(Resource.CLIENTS);
    halo.put(aClient(3).changed(20).build());
    halo.total(size -> size + 1);
    assertThat(poll()).first().isInstanceOf(Poll.Incomplete.class);
    var cursor = cursor();
    halo.total(size -> size);

    assertThat(poll()).containsExactly(new Poll.Read(Resource.CLIENTS, 0));
    assertThat(cursor()).isAfter(cursor);
  }

  @Test
  void a_row_that_cannot_be_read_is_kept() {
    acme.sync(Resource.CLIENTS);
    halo.rejectOnPage(1, new RejectedRow("x", "no id", "{}"));

    poll();

    assertThat(store.rejectedRows(acme.id)).isEqualTo(1);
  }

  @Test
  void only_lists_whose_schedule_says_so_are_polled() {
    acme.sync(Resource.CLIENTS);
    acme.sync(Resource.SITES);
    choose(Resource.CLIENTS, Schedule.Mode.REAL_TIME);
    choose(Resource.SITES, Schedule.Mode.POLLING);

    assertThat(poll()).containsExactly(new Poll.Read(Resource.SITES, 0));

    choose(Resource.SITES, Schedule.Mode.OFF);
    assertThat(poll()).isEmpty();
  }

  @Test
  void a_list_is_polled_at_the_interval_that_was_chosen() {
    acme.sync(Resource.CLIENTS);
    choose(Resource.CLIENTS, Schedule.Mode.POLLING);
    changes.poll(acme.id, () -> false);
    clock.advance(Duration.ofHours(2).minusSeconds(1));
    assertThat(changes.poll(acme.id, () -> false)).isEmpty();
    clock.advance(Duration.ofSeconds(1));

    assertThat(changes.poll(acme.id, () -> false)).hasSize(1);
  }

  @Test
  void polling_hastens_when_two_polls_found_what_no_webhook_told() {
    acme.sync(Resource.CLIENTS);
    store.watch().choose(acme.id, TELLING_OF_CLIENTS);
    halo.put(aClient(3).changed(60).build());
    clock.advance(INTERVAL);
    changes.poll(acme.id, () -> false);
    halo.put(aClient(4).changed(70).build());
    clock.advance(INTERVAL);
    changes.poll(acme.id, () -> false);
    clock.advance(INTERVAL);
    changes.poll(acme.id, () -> false);

    clock.advance(INTERVAL.dividedBy(5));

    assertThat(changes.poll(acme.id, () -> false))
        .containsExactly(new Poll.Read(Resource.CLIENTS, 0));
  }

  @Test
  void polling_does_not_hasten_while_deliveries_come() {
    acme.sync(Resource.CLIENTS);
    store.watch().choose(acme.id, TELLING_OF_CLIENTS);
    for (int round = 0; round < 3; round++) {
      halo.put(aClient(3 + round).changed(60 + round).build());
      clock.advance(INTERVAL);
      assertThat(changes.poll(acme.id, () -> false)).hasSize(1);
      store.inbox().accept(new IncomingDelivery(acme.id, clock.instant(), new byte[] {1}));
    }

    clock.advance(INTERVAL.minusSeconds(1));

    assertThat(changes.poll(acme.id, () -> false)).isEmpty();
  }

  @Test
  void the_whole_list_is_wished_for_once_every_night() {
    acme.sync(Resource.CLIENTS);
    choose(Resource.SITES, Schedule.Mode.POLLING);

    assertThat(changes.compare(acme.id)).isEmpty();
    clock.advance(Duration.ofHours(2));
    assertThat(changes.compare(acme.id)).containsExactly(Resource.CLIENTS);
    assertThat(changes.compare(acme.id)).isEmpty();
    assertThat(store.runs().wishes(acme.id))
        .containsExactlyInAnyOrder(Resource.LOOKUPS, Resource.CLIENTS, Resource.INVOICES);
    clock.advance(Duration.ofDays(1));
    assertThat(changes.compare(acme.id)).containsExactly(Resource.CLIENTS);
  }

  private void choose(Resource resource, Schedule.Mode mode) {
    var schedule = new Schedule(mode, Duration.ofHours(2), 14, ZoneOffset.UTC);
    store.schedules().choose(acme.id, Set.of(resource), schedule);
  }

  private List<Poll> poll() {
    clock.advance(INTERVAL);
    var polls = changes.poll(acme.id, () -> false);
    clock.advance(INTERVAL.negated());
    return polls;
  }

  private Instant cursor() {
    var farOff = clock.instant().plus(Duration.ofDays(1));
    return store.cursors().claim(acme.id, Resource.CLIENTS, farOff, Instant.EPOCH).orElseThrow();
  }
}

package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.sync.PollChanges;
import ai.superit.halo.application.sync.SyncSchedules.LastPoll;
import ai.superit.halo.application.sync.SyncSchedules.Planned;
import ai.superit.halo.application.sync.SyncSchedules.PollOutcome;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.webhook.ChosenEvents;
import ai.superit.halo.domain.webhook.WebhookEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every keeper of schedules does.
public interface SyncSchedulesContract extends StoreContract {
  Schedule HOURLY =
      new Schedule(Schedule.Mode.HYBRID, Duration.ofHours(1), 3, ZoneId.of("Europe/Berlin"));

  @Test
  default void every_list_is_planned_though_nobody_has_chosen_anything() {
    var acme = connected("acme");

    assertThat(store().schedules().planned(acme))
        .containsExactlyElementsOf(
            PollChanges.POLLED.stream()
                .map(resource ->
                    new Planned(
                        resource,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty()))
                .toList());
  }

  @Test
  default void the_last_poll_is_remembered_and_how_many_before_it_were_in_trouble_too() {
    var acme = connected("acme");
    store().cursors().reached(acme, Resource.TICKETS, NOON);
    var schedules = store().schedules();

    schedules.polled(acme, Resource.TICKETS, minute(1), PollOutcome.SHORT, "3 rows are missing");
    assertThat(planned(acme, Resource.TICKETS).lastPoll())
        .contains(new LastPoll(minute(1), PollOutcome.SHORT, "3 rows are missing", 1));
    schedules.polled(acme, Resource.TICKETS, minute(2), PollOutcome.FAILED, "Halo answered 500");
    assertThat(planned(acme, Resource.TICKETS).lastPoll())
        .contains(new LastPoll(minute(2), PollOutcome.FAILED, "Halo answered 500", 2));
    schedules.polled(acme, Resource.TICKETS, minute(3), PollOutcome.READ, "");
    assertThat(planned(acme, Resource.TICKETS).lastPoll())
        .contains(new LastPoll(minute(3), PollOutcome.READ, "", 0));
    schedules.polled(acme, Resource.SITES, minute(3), PollOutcome.READ, "");
    assertThat(planned(acme, Resource.SITES).lastPoll()).isEmpty();
  }

  @Test
  default void what_was_chosen_last_counts_for_the_lists_named() {
    var acme = connected("acme");
    var off = new Schedule(Schedule.Mode.OFF, Duration.ofMinutes(1), 0, ZoneId.of("UTC"));
    store().schedules().choose(acme, Set.of(Resource.CLIENTS, Resource.TICKETS), off);
    store().schedules().choose(acme, Set.of(Resource.TICKETS), HOURLY);

    assertThat(planned(acme, Resource.CLIENTS).chosen()).contains(off);
    assertThat(planned(acme, Resource.TICKETS).chosen()).contains(HOURLY);
    assertThat(planned(acme, Resource.SITES).chosen()).isEmpty();
    assertThat(planned(connected("beta"), Resource.TICKETS).chosen()).isEmpty();
  }

  @Test
  default void a_list_whose_schedule_was_chosen_is_due_at_once() {
    var acme = connected("acme");
    store().cursors().reached(acme, Resource.TICKETS, NOON);
    store().cursors().claim(acme, Resource.TICKETS, NOON, minute(60));
    assertThat(planned(acme, Resource.TICKETS).pollDueAt()).contains(minute(60));
    compare(acme, NOON, minute(10));

    store().schedules().choose(acme, Set.of(Resource.TICKETS), HOURLY);

    assertThat(planned(acme, Resource.TICKETS).pollDueAt()).contains(Instant.EPOCH);
    assertThat(planned(acme, Resource.TICKETS).comparisonDueAt()).isEmpty();
    assertThat(store().cursors().claim(acme, Resource.TICKETS, NOON, minute(60))).contains(NOON);
  }

  @Test
  default void a_list_that_was_never_read_is_not_compared() {
    var acme = connected("acme");

    assertThat(compare(acme, NOON, minute(10))).isFalse();
    assertThat(compare(acme, minute(10), minute(20))).isFalse();
    assertThat(planned(acme, Resource.TICKETS).comparisonDueAt()).isEmpty();
  }

  @Test
  default void a_comparison_is_planned_first_and_wished_for_when_it_is_due() {
    var acme = connected("acme");
    store().cursors().reached(acme, Resource.TICKETS, NOON);

    assertThat(compare(acme, NOON, minute(10))).isFalse();
    assertThat(planned(acme, Resource.TICKETS).comparisonDueAt()).contains(minute(10));
    assertThat(compare(acme, minute(9), minute(20))).isFalse();
    assertThat(store().runs().wishes(acme)).isEmpty();
    assertThat(compare(acme, minute(10), minute(20))).isTrue();
    assertThat(store().runs().wishes(acme))
        .containsExactlyInAnyOrder(Resource.LOOKUPS, Resource.TICKETS);
    assertThat(planned(acme, Resource.TICKETS).comparisonDueAt()).contains(minute(20));
  }

  @Test
  default void of_many_that_compare_at_once_one_does() throws Exception {
    var acme = connected("acme");
    store().cursors().reached(acme, Resource.TICKETS, NOON);
    compare(acme, NOON, minute(10));
    Callable<Boolean> comparing = () -> compare(acme, minute(10), minute(20));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var claimed =
          threads.invokeAll(Stream.generate(() -> comparing).limit(16).toList()).stream()
              .filter(Future::resultNow)
              .count();

      assertThat(claimed).isEqualTo(1);
    }
  }

  @Test
  default void webhooks_are_silent_when_two_polls_found_what_no_delivery_told() {
    var acme = connected("acme");
    store().cursors().reached(acme, Resource.TICKETS, NOON);

    store().schedules().found(acme, Resource.TICKETS, minute(1));
    assertThat(planned(acme, Resource.TICKETS).webhooksSilent()).isFalse();
    store().schedules().found(acme, Resource.TICKETS, minute(2));
    assertThat(planned(acme, Resource.TICKETS).webhooksSilent()).isTrue();
    assertThat(planned(acme, Resource.CLIENTS).webhooksSilent()).isFalse();

    delivered(acme, minute(3));
    assertThat(planned(acme, Resource.TICKETS).webhooksSilent()).isFalse();
    store().schedules().found(acme, Resource.TICKETS, minute(4));
    assertThat(planned(acme, Resource.TICKETS).webhooksSilent()).isFalse();
    store().schedules().found(acme, Resource.TICKETS, minute(5));
    assertThat(planned(acme, Resource.TICKETS).webhooksSilent()).isTrue();
  }

  @Test
  default void webhooks_are_not_silent_about_lists_of_whose_changes_they_do_not_tell() {
    var acme = connected("acme");
    for (var minute = 1; minute < 3; minute++) {
      for (var resource : List.of(Resource.ASSETS, Resource.TICKETS)) {
        store().cursors().reached(acme, resource, NOON);
        store().schedules().found(acme, resource, minute(minute));
      }
    }

    assertThat(planned(acme, Resource.ASSETS).webhooksSilent()).isFalse();
    choose(acme, WebhookEvent.ASSET_UPDATED);
    assertThat(planned(acme, Resource.ASSETS).webhooksSilent()).isTrue();
    assertThat(planned(acme, Resource.TICKETS).webhooksSilent()).isFalse();
    choose(acme, WebhookEvent.TICKET_CREATED);
    assertThat(planned(acme, Resource.TICKETS).webhooksSilent()).isFalse();
    choose(acme, WebhookEvent.TICKET_UPDATED);
    assertThat(planned(acme, Resource.TICKETS).webhooksSilent()).isTrue();
  }

  private void choose(ConnectionId connection, WebhookEvent event) {
    store().watch().choose(connection, new ChosenEvents(Map.of(event, Set.of(19))));
  }

  private void delivered(ConnectionId connection, Instant at) {
    var body = ("{\"at\":\"" + at + "\"}").getBytes(StandardCharsets.UTF_8);
    store().inbox().accept(new IncomingDelivery(connection, at, body));
  }

  private boolean compare(ConnectionId connection, Instant now, Instant next) {
    return store().schedules().claimComparison(connection, Resource.TICKETS, now, next);
  }

  private Planned planned(ConnectionId connection, Resource resource) {
    return store().schedules().planned(connection).stream()
        .filter(planned -> planned.resource() == resource)
        .findFirst()
        .orElseThrow();
  }
}

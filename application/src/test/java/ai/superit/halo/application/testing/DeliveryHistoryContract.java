package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.minute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.DeadLetters.Selection;
import ai.superit.halo.application.webhook.DeliveryFacts;
import ai.superit.halo.application.webhook.DeliveryHistory.Entry;
import ai.superit.halo.application.webhook.DeliveryHistory.Filter;
import ai.superit.halo.application.webhook.DeliveryHistory.State;
import ai.superit.halo.application.webhook.DeliveryHistory.Step;
import ai.superit.halo.application.webhook.DeliveryHistory.What;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every store tells of deliveries.
public interface DeliveryHistoryContract extends StoreContract {
  ConnectionId TOLD = ConnectionId.random();
  ObjectRef OVEN = new ObjectRef(ObjectRef.Kind.TICKET, 101);
  ObjectRef TILL = new ObjectRef(ObjectRef.Kind.TICKET, 102);

  @Test
  default void deliveries_are_listed_newest_first_and_page_by_page() {
    for (int i = 0; i < 5; i++) {
      handle("delivery " + i, "ticket updated", OVEN, new Disposition.Applied(), i);
    }
    receive("waits", 9);
    receive("waits", 9);
    claim(9);

    var all = list(filter(), PageArgs.first(100));

    assertThat(all).hasSize(6).first().matches(entry -> entry.state() == State.WAITING);
    Pages.assertWalks(all, page -> store().history().list(TOLD, filter(), page), Entry::number);
    assertThat(store().history().list(ConnectionId.random(), filter(), PageArgs.first(9)).rows())
        .isEmpty();
  }

  @Test
  default void deliveries_are_found_by_state_event_object_and_time() {
    handle("a", "ticket updated", OVEN, new Disposition.Applied(), 1);
    handle("b", "ticket {\"new\"}", TILL, new Disposition.Skipped("nothing"), 2);
    handle("c", "ticket updated", TILL, new Disposition.Parked("500"), 3);
    handle("d", "ticket updated", OVEN, new Disposition.Quarantined("broken"), 4);
    receive("e", 5);
    claim(5);

    assertThat(minutes(in(State.APPLIED))).containsExactly(minute(1));
    assertThat(minutes(in(State.SKIPPED))).containsExactly(minute(2));
    assertThat(minutes(in(State.PARKED))).containsExactly(minute(3));
    assertThat(minutes(in(State.QUARANTINED))).containsExactly(minute(4));
    assertThat(minutes(in(State.WAITING))).containsExactly(minute(5));
    assertThat(minutes(in(State.DISCARDED))).isEmpty();
    assertThat(minutes(filter(Optional.of("ticket {\"new\"}"), Optional.empty(), 0)))
        .containsExactly(minute(2));
    assertThat(minutes(filter(Optional.empty(), Optional.of(OVEN), 0)))
        .containsExactly(minute(4), minute(1));
    assertThat(minutes(filter(Optional.of("ticket updated"), Optional.of(TILL), 0)))
        .containsExactly(minute(3));
    assertThat(minutes(filter(Optional.empty(), Optional.empty(), 4)))
        .containsExactly(minute(5), minute(4));
  }

  @Test
  default void a_delivery_is_found_by_each_of_its_events_once() {
    handle("a", "ticket updated", OVEN, new Disposition.Applied(), 1);
    receive("b", 2);
    finish(claim(2), Set.of("ticket updated", "ticket closed"), TILL, new Disposition.Applied(), 2);
    handle("c", "ticket updated", TILL, new Disposition.Applied(), 3);

    assertThat(minutes(filter(Optional.of("ticket closed"), Optional.empty(), 0)))
        .containsExactly(minute(2));
    var updated = filter(Optional.of("ticket updated"), Optional.empty(), 0);
    assertThat(minutes(updated)).containsExactly(minute(3), minute(2), minute(1));
    Pages.assertWalks(
        list(updated, PageArgs.first(9)),
        page -> store().history().list(TOLD, updated, page),
        Entry::number);
  }

  @Test
  default void a_delivery_tells_its_whole_story() {
    var headers = Map.of("x-team", "north");
    store()
        .inbox()
        .accept(new IncomingDelivery(TOLD, minute(1), "{\"id\":101}".getBytes(UTF_8), headers));
    finish(claim(1), "ticket updated", OVEN, new Disposition.Retry(minute(3), "Halo says 500"), 2);
    finish(claim(4), "ticket updated", OVEN, new Disposition.Parked("Halo says 403"), 4);
    store().deadLetters().replay(Selection.all(TOLD));
    finish(claim(5), "ticket updated", OVEN, new Disposition.Applied(), 6);
    var number = list(filter(), PageArgs.first(1)).getFirst().number();

    var story = store().history().find(TOLD, number).orElseThrow();

    assertThat(story.beginning()).isEqualTo("{\"id\":101}");
    assertThat(story.headers()).isEqualTo(headers);
    assertThat(story.entry().state()).isEqualTo(State.APPLIED);
    assertThat(story.entry().times().receivedAt()).isEqualTo(minute(1));
    assertThat(story.entry().times().happenedAt()).contains(minute(0));
    assertThat(story.entry().times().endedAt()).contains(minute(6));
    assertThat(story.entry().about().events()).containsExactly("ticket updated");
    assertThat(story.entry().about().objects()).containsExactly(OVEN);
    assertThat(story.steps())
        .contains(
            new Step(minute(2), 1, What.RETRY, "Halo says 500"),
            new Step(minute(4), 2, What.PARKED, "Halo says 403"));
    assertThat(story.steps()).extracting(Step::what).hasSize(3).contains(What.REPLAYED);
    assertThat(store().history().find(ConnectionId.random(), number)).isEmpty();
    assertThat(store().history().find(TOLD, number + 999)).isEmpty();
  }

  @Test
  default void what_was_discarded_says_why() {
    handle("a", "ticket updated", OVEN, new Disposition.Parked("500"), 1);
    store().deadLetters().discard(Selection.all(TOLD), "a test of ours");

    var entry = list(in(State.DISCARDED), PageArgs.first(9)).getFirst();

    assertThat(entry.reason()).isEqualTo("a test of ours");
    assertThat(store().history().find(TOLD, entry.number()).orElseThrow().steps())
        .anyMatch(step -> step.what() == What.DISCARDED && step.reason().equals("a test of ours"));
  }

  private void handle(String body, String event, ObjectRef object, Disposition how, int minute) {
    receive(body, minute);
    finish(claim(minute), event, object, how, minute);
  }

  private void receive(String body, int minute) {
    store().inbox().accept(new IncomingDelivery(TOLD, minute(minute), body.getBytes(UTF_8)));
  }

  private ClaimedDelivery claim(int minute) {
    return store().inbox().claim(1, Except.NOTHING, Duration.ofHours(1), minute(minute)).getFirst();
  }

  private void finish(
      ClaimedDelivery delivery, String event, ObjectRef object, Disposition how, int minute) {
    finish(delivery, Set.of(event), object, how, minute);
  }

  private void finish(
      ClaimedDelivery delivery, Set<String> events, ObjectRef object, Disposition how, int minute) {
    var facts =
        new DeliveryFacts(
            delivery.receivedAt(), events, Set.of(object), Set.of(), Optional.of(minute(0)));
    var claim = delivery.claim();
    store().inbox().finish(Map.of(claim, how), Map.of(claim, facts), minute(minute));
  }

  private static Filter filter() {
    return filter(Optional.empty(), Optional.empty(), 0);
  }

  private static Filter in(State state) {
    return new Filter(Optional.of(state), Optional.empty(), Optional.empty(), minute(0));
  }

  private static Filter filter(Optional<String> event, Optional<ObjectRef> object, int since) {
    return new Filter(Optional.empty(), event, object, minute(since));
  }

  private List<Entry> list(Filter filter, PageArgs<Long> page) {
    return store().history().list(TOLD, filter, page).rows();
  }

  private List<Instant> minutes(Filter filter) {
    return list(filter, PageArgs.first(9)).stream()
        .map(entry -> entry.times().receivedAt())
        .toList();
  }
}

package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.DeliveryFacts;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.DeliveryStatistics.Bucket;
import ai.superit.halo.application.webhook.DeliveryStatistics.Counts;
import ai.superit.halo.application.webhook.DeliveryStatistics.Part;
import ai.superit.halo.application.webhook.DeliveryStatistics.Share;
import ai.superit.halo.application.webhook.DeliveryStatistics.Span;
import ai.superit.halo.application.webhook.DeliveryStatistics.Unit;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every inbox counts.
public interface DeliveryStatisticsContract extends StoreContract {
  ConnectionId COUNTED = ConnectionId.random();
  Instant DAY = NOON.truncatedTo(ChronoUnit.DAYS);
  Span ALWAYS = new Span(DAY.minus(Duration.ofDays(9)), DAY.plus(Duration.ofDays(9)));

  @Test
  default void what_workers_come_to_is_counted_by_the_hour_in_which_it_happened() {
    receive("applied", minute(0));
    receive("applied", minute(1));
    finish(claim(minute(2)), new Disposition.Applied(), minute(2));
    receive("useless", minute(61));
    finish(claim(minute(61)), new Disposition.Skipped("nothing"), minute(62));
    receive("broken", minute(61));
    finish(claim(minute(62)), new Disposition.Quarantined("broken"), minute(62));
    receive("late", minute(61));
    finish(claim(minute(62)), new Disposition.Retry(minute(63), "500"), minute(62));
    finish(claim(minute(63)), new Disposition.Parked("500"), minute(63));

    assertThat(counts(Unit.HOUR))
        .containsExactly(new Counts(2, 1, 1, 0, 0, 0, 0, 0), new Counts(3, 0, 0, 1, 1, 1, 1, 1));
    assertThat(counts(Unit.DAY)).containsExactly(new Counts(5, 1, 1, 1, 1, 1, 1, 1));
    var first = store().statistics().buckets(COUNTED, new Span(minute(9), minute(60)), Unit.HOUR);
    assertThat(first).extracting(Bucket::start).containsExactly(NOON);
    assertThat(store().statistics().buckets(ConnectionId.random(), ALWAYS, Unit.DAY)).isEmpty();
  }

  @Test
  default void a_claim_that_is_out_of_date_counts_nothing() {
    receive("once", NOON);
    var slow = claim(NOON);
    var quick = claim(minute(9));

    assertThat(finish(quick, new Disposition.Applied(), minute(9))).isEqualTo(1);
    assertThat(finish(slow, new Disposition.Applied(), minute(9))).isZero();
    assertThat(finish(quick, new Disposition.Applied(), minute(9))).isZero();

    assertThat(counts(Unit.DAY)).containsExactly(new Counts(1, 0, 1, 0, 0, 0, 0, 1));
    assertThat(parts(Share.EVENT)).containsExactly(new Part("ticket \"1\"", 1));
  }

  @Test
  default void many_that_finish_at_once_count_each_delivery_once() throws Exception {
    IntStream.range(0, 40).forEach(i -> receive("delivery " + i, NOON));
    var claimed = store().inbox().claim(40, Except.NOTHING, Duration.ofMinutes(2), NOON);
    var twice =
        IntStream.range(0, 80)
            .<Callable<Integer>>mapToObj(
                i -> () -> finish(claimed.get(i % 40), new Disposition.Applied(), minute(1)))
            .toList();

    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var one : threads.invokeAll(twice)) {
        one.get();
      }
    }

    assertThat(counts(Unit.DAY)).containsExactly(new Counts(40, 0, 40, 0, 0, 0, 0, 0));
    assertThat(parts(Share.CLIENT)).containsExactly(new Part("7", 40));
    assertThat(latencies(Unit.DAY)).containsExactly(40L);
  }

  @Test
  default void latency_is_from_the_event_to_its_application() {
    receive("quick", NOON);
    receive("slow", NOON);
    var claimed = store().inbox().claim(2, Except.NOTHING, Duration.ofMinutes(2), NOON);
    finish(claimed.getFirst(), new Disposition.Applied(), NOON.plusSeconds(1));
    finish(claimed.getLast(), new Disposition.Retry(minute(9), "500"), NOON.plusSeconds(1));
    finish(claim(minute(10)), new Disposition.Applied(), minute(10));

    var day = store().statistics().buckets(COUNTED, ALWAYS, Unit.DAY).getFirst().latencies();

    assertThat(day.total()).isEqualTo(2);
    assertThat(day.quantile(0.5).orElseThrow()).isBetween(seconds(8), seconds(15));
    assertThat(day.quantile(0.99).orElseThrow()).isBetween(seconds(570), seconds(820));
  }

  @Test
  default void what_was_replayed_says_nothing_of_latency() {
    receive("old", NOON);
    var claimed = claim(minute(60));
    store()
        .inbox()
        .finish(
            Map.of(claimed.claim(), new Disposition.Applied()),
            Map.of(claimed.claim(), facts(claimed).withReplayed(true)),
            minute(60));

    var day = store().statistics().buckets(COUNTED, ALWAYS, Unit.DAY).getFirst();

    assertThat(day.counts().applied()).isEqualTo(1);
    assertThat(day.latencies().total()).isZero();
  }

  @Test
  default void parts_are_the_largest_of_all_hours() {
    for (int i = 0; i < 3; i++) {
      receive("delivery " + i, minute(i));
      var reason = i == 1 ? "500" : "403";
      finish(claim(minute(i)), new Disposition.Parked(reason), minute(60L * i));
    }

    assertThat(parts(Share.FAILURE)).containsExactly(new Part("403", 2), new Part("500", 1));
    assertThat(store().statistics().parts(COUNTED, Share.FAILURE, ALWAYS, 1)).hasSize(1);
    var first = new Span(minute(5), minute(60));
    assertThat(store().statistics().parts(COUNTED, Share.FAILURE, first, 9))
        .containsExactly(new Part("403", 1));
    assertThat(store().statistics().parts(COUNTED, Share.CLIENT, first, 9))
        .containsExactly(new Part("7", 3));
    assertThat(parts(Share.LATENCY)).isEmpty();
  }

  @Test
  default void what_single_hours_received_is_told_in_their_order() {
    var known = connected("known");
    assertThat(store().statistics().firstHour(known)).isEmpty();
    for (int i = 0; i < 3; i++) {
      var at = minute(i == 2 ? 60 : i);
      store().inbox().accept(new IncomingDelivery(known, at, new byte[] {(byte) i}));
      finish(claim(at), new Disposition.Applied(), at);
    }

    assertThat(store().statistics().received(known, List.of(minute(60), minute(-60), minute(0))))
        .containsExactly(1L, 0L, 2L);
    assertThat(store().statistics().received(known, List.of())).isEmpty();
    assertThat(store().statistics().firstHour(known)).contains(minute(0));
    assertThat(store().statistics().firstHour(connected("other"))).isEmpty();
  }

  @Test
  default void old_hours_can_be_forgotten() {
    var known = connected("known");
    for (int i = 0; i < 2; i++) {
      store().inbox().accept(new IncomingDelivery(known, minute(60L * i), new byte[] {(byte) i}));
      finish(claim(minute(60L * i)), new Disposition.Applied(), minute(60L * i));
    }

    store().statistics().forgetBefore(minute(60));

    assertThat(store().statistics().buckets(known, ALWAYS, Unit.HOUR))
        .extracting(Bucket::start)
        .containsExactly(minute(60));
    assertThat(store().statistics().parts(known, Share.EVENT, ALWAYS, 9))
        .extracting(Part::number)
        .containsExactly(1L);
  }

  private void receive(String body, Instant at) {
    store().inbox().accept(new IncomingDelivery(COUNTED, at, body.getBytes(UTF_8)));
  }

  private ClaimedDelivery claim(Instant now) {
    return store().inbox().claim(1, Except.NOTHING, Duration.ofMinutes(2), now).getFirst();
  }

  private int finish(ClaimedDelivery delivery, Disposition how, Instant now) {
    return store()
        .inbox()
        .finish(Map.of(delivery.claim(), how), Map.of(delivery.claim(), facts(delivery)), now);
  }

  private static DeliveryFacts facts(ClaimedDelivery delivery) {
    return new DeliveryFacts(
        delivery.receivedAt(),
        Set.of("ticket \"1\""),
        Set.of(new ObjectRef(ObjectRef.Kind.TICKET, 1)),
        Set.of(new ClientId(7)),
        Optional.of(delivery.receivedAt().minusSeconds(11)));
  }

  private List<Counts> counts(Unit unit) {
    return store().statistics().buckets(COUNTED, ALWAYS, unit).stream()
        .map(Bucket::counts)
        .toList();
  }

  private List<Long> latencies(Unit unit) {
    return store().statistics().buckets(COUNTED, ALWAYS, unit).stream()
        .map(bucket -> bucket.latencies().total())
        .toList();
  }

  private List<Part> parts(Share share) {
    return store().statistics().parts(COUNTED, share, ALWAYS, 9);
  }

  private static Duration seconds(int number) {
    return Duration.ofSeconds(number);
  }
}

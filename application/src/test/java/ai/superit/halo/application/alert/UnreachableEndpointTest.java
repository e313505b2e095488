package ai.superit.halo.application.alert;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.testing.InMemoryAlertNotices;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.LoggedDelivery;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What HaloPSA logged as sent, and did not come.
class UnreachableEndpointTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final InMemoryAlertNotices notices = new InMemoryAlertNotices();
  private final Connection acme = ConnectionBuilder.aConnection("acme").build();
  private final EvaluateAlerts evaluating =
      new EvaluateAlerts(
          new EvaluateAlerts.Ports(
              store.runs(),
              store.schedules(),
              store.pauses(),
              store.watch(),
              store.refused(),
              store.statistics(),
              store.inbox(),
              store.proofs()),
          new Schedule(Schedule.Mode.HYBRID, Duration.ofMinutes(15), 2, ZoneId.of("UTC")),
          new EvaluateAlerts.Stores(store.alerts(), notices, store.transactions()),
          MINUTE,
          clock);
  private int number;

  UnreachableEndpointTest() {
    store.connections().create(acme, new Secret("secret"));
  }

  @Test
  void a_fifth_that_did_not_come_is_told_when_it_was_seen_three_times() {
    arrive(16);
    fail(4, true);
    evaluate(2);
    assertThat(told()).isEmpty();

    evaluate(1);

    assertThat(told()).containsExactly("ENDPOINT_UNREACHABLE OPENED");
    assertThat(notices.posted().getFirst().summary())
        .isEqualTo(
            "4 of 20 deliveries that HaloPSA sent in this hour and the one before did not come.");
    assertThat(notices.posted().getFirst().advice()).contains("mend DNS, certificate");
  }

  @Test
  void less_than_a_fifth_or_less_than_five_are_not_told() {
    fail(4, true);
    evaluate(3);
    assertThat(told()).isEmpty();

    arrive(17);
    evaluate(3);

    assertThat(told()).isEmpty();
  }

  @Test
  void what_halopsa_may_send_again_is_missing_after_a_quarter_of_an_hour() {
    fail(5, false);
    evaluate(17);
    assertThat(told()).isEmpty();

    evaluate(1);

    assertThat(told()).containsExactly("ENDPOINT_UNREACHABLE OPENED");
  }

  @Test
  void what_comes_within_that_time_is_not_missing() {
    var late = fail(5, false);
    evaluate(10);
    late.forEach(this::accept);
    store.proofs().missing(acme.id(), clock.instant(), 100);
    evaluate(30);

    assertThat(told()).isEmpty();
  }

  @Test
  void what_was_read_again_did_not_come_all_the_same() {
    var lost = fail(5, true);
    var digests = lost.stream().map(DeliveryDigest::of).toList();
    store.proofs().repaired(acme.id(), digests, clock.instant());
    evaluate(3);

    assertThat(told()).containsExactly("ENDPOINT_UNREACHABLE OPENED");
  }

  @Test
  void it_is_over_when_most_of_it_comes_for_a_while() {
    fail(5, true);
    evaluate(3);
    arrive(45);
    evaluate(20);
    assertThat(told()).containsExactly("ENDPOINT_UNREACHABLE OPENED");

    arrive(1);
    evaluate(9);
    assertThat(told()).hasSize(1);
    evaluate(1);

    assertThat(told())
        .containsExactly("ENDPOINT_UNREACHABLE OPENED", "ENDPOINT_UNREACHABLE RESOLVED");
  }

  @Test
  void it_is_over_when_its_hours_have_passed() {
    fail(5, true);
    evaluate(3);
    clock.set(NOON.plus(Duration.ofMinutes(109)));
    evaluate(10);
    assertThat(told()).containsExactly("ENDPOINT_UNREACHABLE OPENED");

    evaluate(10);

    assertThat(told())
        .containsExactly("ENDPOINT_UNREACHABLE OPENED", "ENDPOINT_UNREACHABLE RESOLVED");
  }

  private List<String> told() {
    return notices.posted().stream()
        .filter(notice -> notice.kind().equals("ENDPOINT_UNREACHABLE"))
        .map(notice -> notice.kind() + " " + notice.change())
        .toList();
  }

  private void evaluate(int times) {
    for (var time = 0; time < times; time++) {
      clock.advance(MINUTE);
      evaluating.evaluateIfDue(acme);
    }
  }

  private void arrive(int deliveries) {
    for (var each = 0; each < deliveries; each++) {
      var body = body();
      accept(body);
      log(body, true);
    }
  }

  /// @param settled whether HaloPSA takes them for delivered, and does not try again
  /// @return their bodies
  private List<byte[]> fail(int deliveries, boolean settled) {
    var bodies = new ArrayList<byte[]>();
    for (var each = 0; each < deliveries; each++) {
      var body = body();
      log(body, settled);
      bodies.add(body);
    }
    return bodies;
  }

  private byte[] body() {
    return ByteBuffer.allocate(4).putInt(number++).array();
  }

  private void accept(byte[] body) {
    store.inbox().accept(new IncomingDelivery(acme.id(), clock.instant(), body));
  }

  private void log(byte[] body, boolean settled) {
    var said = new LoggedDelivery(DeliveryDigest.of(body), clock.instant(), settled, Set.of());
    store.proofs().record(acme.id(), List.of(said), clock.instant());
  }
}

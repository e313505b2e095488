package ai.superit.halo.application.alert;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.webhook.LoggedDelivery;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What HaloPSA logged as sent, and did not come.
class UnreachableEndpointTest {
  private final WatchedConnection acme = new WatchedConnection();
  private final InMemoryStore store = acme.store;
  private final ManualClock clock = acme.clock;

  @Test
  void a_fifth_that_did_not_come_is_told_when_it_was_seen_three_times() {
    arrive(16);
    fail(4, true);
    acme.evaluate(2);
    assertThat(told()).isEmpty();

    acme.evaluate(1);

    assertThat(told()).containsExactly("ENDPOINT_UNREACHABLE OPENED");
    assertThat(acme.notices.posted().getFirst().summary())
        .isEqualTo(
            "4 of 20 deliveries that HaloPSA sent in this hour and the one before did not come.");
    assertThat(acme.notices.posted().getFirst().advice()).contains("mend DNS, certificate");
  }

  @Test
  void less_than_a_fifth_or_less_than_five_are_not_told() {
    fail(4, true);
    acme.evaluate(3);
    assertThat(told()).isEmpty();

    arrive(17);
    acme.evaluate(3);

    assertThat(told()).isEmpty();
  }

  @Test
  void what_halopsa_may_send_again_is_missing_after_a_quarter_of_an_hour() {
    fail(5, false);
    acme.evaluate(17);
    assertThat(told()).isEmpty();

    acme.evaluate(1);

    assertThat(told()).containsExactly("ENDPOINT_UNREACHABLE OPENED");
  }

  @Test
  void what_comes_within_that_time_is_not_missing() {
    var late = fail(5, false);
    acme.evaluate(10);
    late.forEach(acme::receive);
    store.proofs().missing(acme.id, clock.instant(), 100);
    acme.evaluate(30);

    assertThat(told()).isEmpty();
  }

  @Test
  void what_was_read_again_did_not_come_all_the_same() {
    var lost = fail(5, true);
    var digests = lost.stream().map(DeliveryDigest::of).toList();
    store.proofs().repaired(acme.id, digests, clock.instant());
    acme.evaluate(3);

    assertThat(told()).containsExactly("ENDPOINT_UNREACHABLE OPENED");
  }

  @Test
  void it_is_over_when_most_of_it_comes_for_a_while() {
    fail(5, true);
    acme.evaluate(3);
    arrive(45);
    acme.evaluate(20);
    assertThat(told()).containsExactly("ENDPOINT_UNREACHABLE OPENED");

    arrive(1);
    acme.evaluate(9);
    assertThat(told()).hasSize(1);
    acme.evaluate(1);

    assertThat(told())
        .containsExactly("ENDPOINT_UNREACHABLE OPENED", "ENDPOINT_UNREACHABLE RESOLVED");
  }

  @Test
  void it_is_over_when_its_hours_have_passed() {
    fail(5, true);
    acme.evaluate(3);
    clock.set(NOON.plus(Duration.ofMinutes(109)));
    acme.evaluate(10);
    assertThat(told()).containsExactly("ENDPOINT_UNREACHABLE OPENED");

    acme.evaluate(10);

    assertThat(told())
        .containsExactly("ENDPOINT_UNREACHABLE OPENED", "ENDPOINT_UNREACHABLE RESOLVED");
  }

  private List<String> told() {
    return acme.told().stream().filter(told -> told.startsWith("ENDPOINT_UNREACHABLE ")).toList();
  }

  private void arrive(int deliveries) {
    for (var each = 0; each < deliveries; each++) {
      var body = acme.body();
      acme.receive(body);
      log(body, true);
    }
  }

  /// @param settled whether HaloPSA takes them for delivered, and does not try again
  /// @return their bodies
  private List<byte[]> fail(int deliveries, boolean settled) {
    var bodies = new ArrayList<byte[]>();
    for (var each = 0; each < deliveries; each++) {
      var body = acme.body();
      log(body, settled);
      bodies.add(body);
    }
    return bodies;
  }

  private void log(byte[] body, boolean settled) {
    var said = new LoggedDelivery(DeliveryDigest.of(body), clock.instant(), settled, Set.of());
    store.proofs().record(acme.id, List.of(said), clock.instant());
  }
}

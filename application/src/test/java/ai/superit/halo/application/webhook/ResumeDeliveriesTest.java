package ai.superit.halo.application.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.sync.HaloTenants;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResumeDeliveriesTest {
  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryHaloTenant halo = new InMemoryHaloTenant();
  private final Connection connection = ConnectionBuilder.aConnection("acme").build();
  private final ConnectionId acme = connection.id();
  private final ResumeDeliveries resuming =
      new ResumeDeliveries(
          _ -> isSilent(),
          store.pauses(),
          (_, _) -> tenant(),
          store.inbox(),
          RetrySchedule.DEFAULT,
          clock);
  private boolean silent;
  private boolean endsByAnswer;
  private boolean stopping;
  private long asked;

  @BeforeEach
  void let_a_delivery_wait_for_two_hours() {
    store.connections().create(connection, new Secret("secret"));
    store.inbox().accept(new IncomingDelivery(acme, clock.instant(), "{}".getBytes(UTF_8)));
    fail(claimed());
  }

  @Test
  void a_tenant_that_answers_again_has_its_deliveries_tried_at_once() {
    silent = true;
    assertThat(look()).isFalse();
    assertThat(halo.calls()).isEqualTo(1);
    assertThat(claimed()).isEmpty();

    silent = false;

    assertThat(look()).isTrue();
    assertThat(claimed()).hasSize(1);
    assertThat(look()).isFalse();
  }

  @Test
  void a_tenant_that_answers_is_asked_nothing_and_nothing_is_hastened() {
    assertThat(look()).isFalse();

    assertThat(halo.calls()).isZero();
    assertThat(claimed()).isEmpty();
  }

  @Test
  void a_tenant_that_does_not_answer_yet_is_asked_again() {
    silent = true;
    halo.down(true);

    assertThat(look()).isFalse();
    assertThat(look()).isFalse();
    assertThat(claimed()).isEmpty();
  }

  /// Nor does it learn whether the tenant answers.
  @Test
  void an_instance_that_cannot_open_the_secret_hastens_nothing() {
    HaloTenants locked =
        (_, _) -> {
          throw new SecretUnreadable(new IllegalStateException());
        };
    var resuming =
        new ResumeDeliveries(
            _ -> silent, store.pauses(), locked, store.inbox(), RetrySchedule.DEFAULT, clock);
    silent = true;
    assertThat(resuming.look(connection)).isFalse();
    silent = false;

    assertThat(resuming.look(connection)).isFalse();

    assertThat(claimed()).isEmpty();
  }

  /// Nor does one that stops, and so does not ask.
  @Test
  void a_tenant_that_a_stop_left_unasked_is_awaited_until_it_answers() {
    stopping = true;
    silent = true;
    assertThatExceptionOfType(CallsEnded.class).isThrownBy(this::look);
    silent = false;
    assertThatExceptionOfType(CallsEnded.class).isThrownBy(this::look);
    assertThat(claimed()).isEmpty();

    stopping = false;

    assertThat(look()).isTrue();
    assertThat(claimed()).hasSize(1);
  }

  /// Such as by a sign-in, or by a call that was under way when the outage began.
  @Test
  void a_tenant_whose_silence_something_else_has_ended_is_awaited_until_it_answers() {
    silent = true;
    halo.down(true);
    assertThat(look()).isFalse();
    silent = false;
    assertThat(look()).isFalse();
    assertThat(claimed()).isEmpty();

    halo.down(false);

    assertThat(look()).isTrue();
    assertThat(claimed()).hasSize(1);
  }

  @Test
  void a_paused_tenant_is_not_called_and_looked_at_when_it_goes_on() {
    store.pauses().pause(acme, clock.instant());
    silent = true;
    assertThat(look()).isFalse();
    silent = false;
    assertThat(look()).isFalse();
    assertThat(halo.calls()).isZero();
    assertThat(claimed()).isEmpty();

    store.pauses().resume(acme);

    assertThat(look()).isTrue();
    assertThat(claimed()).hasSize(1);
  }

  @Test
  void a_tenant_that_answers_only_the_question_parks_nothing() {
    endsByAnswer = true;
    for (int time = 0; time < 100; time++) {
      silent = true;
      assertThat(look()).isTrue();
      var claimed = claimed();
      assertThat(claimed).extracting(ClaimedDelivery::tries).containsExactly(1);
      fail(claimed);
      clock.advance(Duration.ofMinutes(10));
    }

    assertThat(store.inbox().state(acme).waiting()).isEqualTo(1);
    assertThat(store.inbox().state(acme).parked()).isZero();
  }

  /// However long that goes on: its own fault shows only when all else had time to succeed.
  @Test
  void what_always_fails_at_a_tenant_that_comes_and_goes_is_parked_after_the_time_of_an_outage() {
    endsByAnswer = true;
    var start = clock.instant();
    while (store.inbox().state(acme).parked() == 0) {
      silent = true;
      look();
      for (var delivery : claimed()) {
        var now = clock.instant();
        var how = RetrySchedule.DEFAULT.after(delivery.tries(), now, 1, "Halo answered 503");
        store.inbox().finish(Map.of(delivery.claim(), how), Map.of(), now);
      }
      clock.advance(Duration.ofMinutes(10));
      assertThat(clock.instant()).isBefore(start.plus(Duration.ofDays(5)));
    }

    assertThat(clock.instant()).isAfter(start.plus(Duration.ofHours(77)));
  }

  /// As of a connection that was paused.
  @Test
  void what_waited_for_days_before_it_first_failed_is_parked_no_sooner() {
    endsByAnswer = true;
    var paused = clock.instant().minus(Duration.ofDays(4));
    fail(claimed());
    store.inbox().accept(new IncomingDelivery(acme, paused, "{\"id\":2}".getBytes(UTF_8)));
    for (int time = 0; time < 100; time++) {
      silent = true;
      assertThat(look()).isTrue();
      store
          .inbox()
          .claim(2, Except.NOTHING, Duration.ofMinutes(1), clock.instant())
          .forEach(delivery -> fail(List.of(delivery)));
      clock.advance(Duration.ofMinutes(10));
    }

    assertThat(store.inbox().state(acme).waiting()).isEqualTo(2);
    assertThat(store.inbox().state(acme).parked()).isZero();
  }

  @Test
  void a_tenant_that_falls_silent_again_and_again_has_its_deliveries_tried_ever_more_rarely() {
    endsByAnswer = true;
    var start = clock.instant();
    var resumed = new ArrayList<Long>();
    while (clock.instant().isBefore(start.plus(Duration.ofMinutes(40)))) {
      silent = true;
      if (look()) {
        resumed.add(Duration.between(start, clock.instant()).toMinutes());
        fail(claimed());
      }
      clock.advance(Duration.ofSeconds(10));
    }

    assertThat(resumed).containsExactly(0L, 1L, 3L, 7L, 15L, 25L, 35L);
  }

  @Test
  void a_tenant_that_was_well_for_a_while_is_resumed_at_once() {
    endsByAnswer = true;
    for (int time = 0; time < 3; time++) {
      silent = true;
      assertThat(look()).isTrue();
      clock.advance(Duration.ofMinutes(11));
    }
    silent = true;
    assertThat(look()).isTrue();

    clock.advance(Duration.ofMinutes(1));
    silent = true;

    assertThat(look()).isTrue();
  }

  @Test
  void once_credentials_are_mended_deliveries_are_tried_at_once() {
    is(ConnectionStatus.State.CONNECTED);
    look();
    clock.advance(Duration.ofMinutes(1));
    is(ConnectionStatus.State.UNAUTHORIZED);
    assertThat(look()).isFalse();
    assertThat(halo.calls()).isZero();
    clock.advance(Duration.ofMinutes(2));

    is(ConnectionStatus.State.CONNECTED);

    assertThat(look()).isTrue();
    assertThat(claimed()).hasSize(1);
    assertThat(look()).isFalse();
  }

  /// Until then it was not looked at.
  @Test
  void once_it_is_authorised_deliveries_are_tried_at_once() {
    clock.advance(Duration.ofMinutes(1));
    is(ConnectionStatus.State.CONNECTED);

    assertThat(look()).isTrue();
    assertThat(claimed()).hasSize(1);
  }

  @Test
  void after_a_start_what_is_long_connected_is_not_asked() {
    store
        .connections()
        .setStatus(
            acme,
            new ConnectionStatus(
                ConnectionStatus.State.CONNECTED, "", clock.instant().minusSeconds(9)));

    assertThat(look()).isFalse();
    assertThat(halo.calls()).isZero();
  }

  private void is(ConnectionStatus.State state) {
    store.connections().setStatus(acme, new ConnectionStatus(state, "", clock.instant()));
  }

  private boolean look() {
    return resuming.look(store.connections().all().getFirst());
  }

  private boolean isSilent() {
    if (endsByAnswer && halo.calls() > asked) {
      silent = false;
    }
    asked = halo.calls();
    return silent;
  }

  private HaloTenant tenant() {
    if (stopping) {
      throw new CallsEnded();
    }
    return halo;
  }

  private void fail(List<ClaimedDelivery> claimed) {
    var now = clock.instant();
    for (var delivery : claimed) {
      var how = RetrySchedule.DEFAULT.after(delivery.tries() + 20, now, 1, "Halo answered 503");
      store.inbox().finish(Map.of(delivery.claim(), how), Map.of(), now);
    }
  }

  private List<ClaimedDelivery> claimed() {
    return store.inbox().claim(1, Except.NOTHING, Duration.ofMinutes(1), clock.instant());
  }
}

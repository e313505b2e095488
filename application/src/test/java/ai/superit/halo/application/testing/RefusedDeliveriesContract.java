package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.Refusal;
import ai.superit.halo.application.webhook.RefusedDeliveries.Count;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every store of counts of refused deliveries keeps.
public interface RefusedDeliveriesContract extends StoreContract {
  @Test
  default void counts_add_up_by_connection_and_reason() {
    var acme = connected("acme");
    var beta = connected("beta");
    store()
        .refused()
        .add(
            List.of(
                new Count(acme, NOON, Refusal.NOT_AUTHENTIC, 3),
                new Count(acme, NOON, Refusal.TOO_MANY, 1),
                new Count(beta, NOON, Refusal.NOT_HTTPS, 7)));

    store().refused().add(List.of(new Count(acme, minute(5), Refusal.NOT_AUTHENTIC, 4)));

    assertThat(store().refused().since(acme, NOON))
        .isEqualTo(Map.of(Refusal.NOT_AUTHENTIC, 7L, Refusal.TOO_MANY, 1L));
    assertThat(store().refused().since(beta, NOON)).isEqualTo(Map.of(Refusal.NOT_HTTPS, 7L));
  }

  @ParameterizedTest
  @EnumSource
  default void every_reason_is_counted(Refusal reason) {
    var acme = connected("acme");

    store().refused().add(List.of(new Count(acme, NOON, reason, 2)));

    assertThat(store().refused().since(acme, NOON)).isEqualTo(Map.of(reason, 2L));
  }

  @Test
  default void only_hours_from_a_moment_on_are_counted() {
    var acme = connected("acme");
    var anHourBefore = NOON.minus(Duration.ofHours(1));
    for (var at : List.of(anHourBefore, NOON, minute(59))) {
      store().refused().add(List.of(new Count(acme, at, Refusal.SENDER_NOT_ALLOWED, 1)));
    }

    assertThat(store().refused().since(acme, anHourBefore.plusSeconds(60)))
        .isEqualTo(Map.of(Refusal.SENDER_NOT_ALLOWED, 3L));
    assertThat(store().refused().since(acme, minute(30)))
        .isEqualTo(Map.of(Refusal.SENDER_NOT_ALLOWED, 2L));
    assertThat(store().refused().since(acme, minute(60))).isEmpty();
  }

  @Test
  default void hours_that_were_long_ago_are_forgotten() {
    var acme = connected("acme");
    store().refused().add(List.of(new Count(acme, NOON, Refusal.NOT_AUTHENTIC, 1)));
    store().refused().add(List.of(new Count(acme, minute(60), Refusal.NOT_AUTHENTIC, 1)));

    store().refused().forgetBefore(minute(90));

    assertThat(store().refused().since(acme, NOON)).isEqualTo(Map.of(Refusal.NOT_AUTHENTIC, 1L));
  }
}

package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable.Cause;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class PausesTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-02T12:00:00Z"));
  private final AtomicReference<Optional<Instant>> connectedSince =
      new AtomicReference<>(Optional.empty());
  private final Pauses pauses = new Pauses(now::get, _ -> connectedSince.get());
  private final ConnectionId acme = new ConnectionId(UUID.randomUUID());
  private final AtomicInteger tries = new AtomicInteger();

  @Test
  void what_fails_pauses_and_nothing_else_does() {
    notes(failing(Cause.UNREACHABLE));

    notes(failing(Cause.UNREACHABLE));

    assertThat(tries).hasValue(1);
    assertThat(pauses.unlessPaused(acme, Pauses.Work.CHANGES, () -> 7)).isEqualTo(7);
    assertThat(notes(new ConnectionId(UUID.randomUUID()), () -> 8)).isEqualTo(8);
  }

  @Test
  void what_mends_itself_is_tried_every_fifteen_seconds() {
    assertThat(triesWithin(Duration.ofMinutes(10), failing(Cause.UNREACHABLE))).isEqualTo(40);
  }

  @Test
  void what_a_person_must_mend_is_tried_ever_more_rarely() {
    assertThat(triesWithin(Duration.ofHours(10), failing(Cause.FORBIDDEN))).isBetween(15, 20);
  }

  @Test
  void what_a_person_has_mended_is_tried_at_once_and_once() {
    triesWithin(Duration.ofHours(5), failing(Cause.UNAUTHORIZED));
    var before = tries.get();
    connectedSince.set(Optional.of(now.get()));
    now.updateAndGet(moment -> moment.plusSeconds(1));

    notes(failing(Cause.UNAUTHORIZED));
    notes(failing(Cause.UNAUTHORIZED));

    assertThat(tries).hasValue(before + 1);
    now.updateAndGet(moment -> moment.plusSeconds(15));
    assertThat(notes(acme, () -> 1)).isEqualTo(1);
  }

  @Test
  void a_mistake_of_ours_pauses_too() {
    notes(() -> {
      throw new IllegalStateException("a mistake");
    });

    assertThat(notes(acme, () -> 1)).isZero();
  }

  @Test
  void a_store_that_is_gone_is_no_reason_to_pause() {
    LongSupplier gone =
        () -> {
          throw new StoreUnavailable("gone", new IllegalStateException());
        };

    assertThatThrownBy(() -> notes(gone)).isInstanceOf(StoreUnavailable.class);
    assertThat(notes(acme, () -> 1)).isEqualTo(1);
  }

  @Test
  void the_end_of_the_service_is_no_reason_to_pause() {
    LongSupplier stopping =
        () -> {
          throw new CallsEnded();
        };

    assertThatThrownBy(() -> notes(stopping)).isInstanceOf(CallsEnded.class);
    assertThat(notes(acme, () -> 1)).isEqualTo(1);
  }

  private int triesWithin(Duration span, LongSupplier work) {
    var end = now.get().plus(span);
    while (now.get().isBefore(end)) {
      notes(work);
      now.updateAndGet(before -> before.plusSeconds(5));
    }
    return tries.get();
  }

  private LongSupplier failing(Cause reason) {
    return () -> {
      tries.incrementAndGet();
      throw new HaloUnavailable(reason, "no");
    };
  }

  private void notes(LongSupplier work) {
    var _ = notes(acme, work);
  }

  private long notes(ConnectionId connection, LongSupplier work) {
    return pauses.unlessPaused(connection, Pauses.Work.NOTES, work);
  }
}

package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.audit.Actor;
import ai.superit.halo.application.audit.AuditEntry;
import ai.superit.halo.application.audit.AuditLog;
import ai.superit.halo.application.audit.AuditLog.Filter;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every audit log does, shown by pauses, which all stores record.
public interface AuditLogContract extends StoreContract {
  Actor GRACE = new Actor("grace", Caller.Role.MANAGER, "pauseSync");
  Actor ADA = new Actor("ada", Caller.Role.MANAGER, "resumeSync");

  @Test
  default void a_change_is_recorded_with_who_and_what() {
    var acme = connected("acme");
    paused(GRACE, acme);

    var entry = pauses(MANAGERS, Filter.ALL).getFirst();

    assertThat(entry.actor()).contains(GRACE);
    assertThat(entry.connection()).contains(acme);
    assertThat(entry.content().before()).isEmpty();
    assertThat(entry.content().after().orElseThrow()).contains("\"paused_at\"");
  }

  @Test
  default void what_was_there_before_is_recorded() {
    var acme = connected("acme");
    paused(GRACE, acme);
    resumed(ADA, acme);

    var content = pauses(MANAGERS, Filter.ALL).getFirst().content();

    assertThat(content.before().orElseThrow()).contains("\"paused_at\"");
    assertThat(content.after()).isEmpty();
  }

  @Test
  default void what_changes_nothing_is_not_recorded() {
    var acme = connected("acme");
    paused(GRACE, acme);
    store().audit().acting(GRACE, () -> pause(acme, minute(5)));
    resumed(ADA, connected("beta"));

    assertThat(pauses(MANAGERS, Filter.ALL)).hasSize(1);
  }

  @Test
  default void a_change_that_is_undone_leaves_no_entry() {
    var acme = connected("acme");

    assertThatThrownBy(() ->
            store()
                .audit()
                .acting(
                    GRACE,
                    () ->
                        store()
                            .transactions()
                            .inTransaction(() -> {
                              store().pauses().pause(acme, NOON);
                              throw new IllegalStateException("undo");
                            })))
        .hasMessage("undo");

    assertThat(pauses(MANAGERS, Filter.ALL)).isEmpty();
  }

  @Test
  default void what_nobody_asked_for_is_the_service_s_own() {
    store().pauses().pause(connected("acme"), NOON);

    assertThat(pauses(MANAGERS, Filter.ALL).getFirst().actor()).isEmpty();
  }

  @Test
  default void only_its_managers_see_an_entry() {
    paused(GRACE, connected("acme"));

    assertThat(pauses(MANAGERS, Filter.ALL)).hasSize(1);
    for (var other : List.of(OTHER_MANAGERS, BLUE_AGENT, BLUE_ASSISTANT)) {
      assertThat(pauses(other, Filter.ALL)).isEmpty();
      assertThat(store().audit().count(other, Filter.ALL)).isZero();
    }
  }

  @Test
  default void entries_outlive_their_connection() {
    var acme = connected("acme");
    paused(GRACE, acme);
    store().connections().setStatus(acme, ConnectionStatus.deleting(NOON));
    store().removal().forgetSecrets(acme);
    while (store().removal().removeSome(acme, 10) > 0) {}
    store().removal().forget(acme);

    assertThat(store().connections().find(MANAGERS, acme)).isEmpty();
    assertThat(pauses(MANAGERS, of(acme))).hasSize(1);
  }

  @Test
  default void each_filter_leaves_out_what_does_not_fit() {
    var acme = connected("acme");
    paused(GRACE, acme);
    resumed(ADA, acme);
    paused(GRACE, connected("beta"));
    var all = pauses(MANAGERS, Filter.ALL);
    var none = Optional.<Instant>empty();

    assertThat(pauses(MANAGERS, of(acme))).hasSize(2);
    assertThat(pauses(MANAGERS, by(Optional.of("ada"), Optional.empty(), none, none)))
        .containsExactly(all.get(1));
    assertThat(pauses(MANAGERS, by(Optional.empty(), Optional.of("pauseSync"), none, none)))
        .containsExactly(all.get(0), all.get(2));
    assertThat(pauses(MANAGERS, by(Optional.empty(), Optional.empty(), later(all), none)))
        .isEmpty();
    assertThat(pauses(MANAGERS, by(Optional.empty(), Optional.empty(), none, later(all))))
        .isEqualTo(all);
    assertThat(pauses(MANAGERS, by(Optional.empty(), Optional.empty(), none, earliest(all))))
        .isEmpty();
  }

  @Test
  default void pages_walk_the_newest_first() {
    for (var name : List.of("a", "b", "c", "d", "e")) {
      paused(GRACE, connected(name));
    }
    var filter = of(AuditEntry.Thing.SYNC_PAUSE);
    var all = pauses(MANAGERS, filter);

    assertThat(all).hasSize(5);
    assertThat(all).isSortedAccordingTo((one, other) -> Long.compare(other.number(), one.number()));
    Pages.<AuditEntry, Long>assertWalks(
        all, page -> store().audit().list(MANAGERS, filter, page), AuditEntry::number);
    assertThat(store().audit().count(MANAGERS, filter)).isEqualTo(5);
  }

  private boolean pause(ConnectionId connection, Instant at) {
    store().pauses().pause(connection, at);
    return true;
  }

  private void paused(Actor actor, ConnectionId connection) {
    store().audit().acting(actor, () -> pause(connection, NOON));
  }

  private void resumed(Actor actor, ConnectionId connection) {
    store()
        .audit()
        .acting(
            actor,
            () -> {
              store().pauses().resume(connection);
              return true;
            });
  }

  private List<AuditEntry> pauses(Visibility visibility, Filter filter) {
    return store().audit().list(visibility, filter, PageArgs.first(100)).rows().stream()
        .filter(entry -> entry.thing() == AuditEntry.Thing.SYNC_PAUSE)
        .toList();
  }

  private static Filter of(ConnectionId connection) {
    var all = Filter.ALL;
    return new Filter(
        Optional.of(connection), all.subject(), all.action(), all.thing(), all.from(), all.to());
  }

  private static Filter of(AuditEntry.Thing thing) {
    var all = Filter.ALL;
    return new Filter(
        all.connection(), all.subject(), all.action(), Optional.of(thing), all.from(), all.to());
  }

  private static Filter by(
      Optional<String> subject,
      Optional<String> action,
      Optional<Instant> from,
      Optional<Instant> to) {
    return new AuditLog.Filter(Optional.empty(), subject, action, Optional.empty(), from, to);
  }

  private static Optional<Instant> later(List<AuditEntry> entries) {
    return Optional.of(entries.getFirst().at().plusSeconds(1));
  }

  private static Optional<Instant> earliest(List<AuditEntry> entries) {
    return Optional.of(entries.getLast().at());
  }
}

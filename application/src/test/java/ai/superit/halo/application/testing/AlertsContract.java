package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.alert.Alerts;
import ai.superit.halo.domain.alert.Alert;
import ai.superit.halo.domain.alert.Alert.Acknowledgement;
import ai.superit.halo.domain.alert.Alert.Said;
import ai.superit.halo.domain.alert.AlertKind;
import ai.superit.halo.domain.alert.AlertRule;
import ai.superit.halo.domain.alert.Standing;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every store of alerts keeps.
public interface AlertsContract extends StoreContract {
  @Test
  default void an_alert_goes_from_open_to_acknowledged_to_resolved() {
    var acme = connected("acme");
    var id = opened(acme, AlertKind.LATENCY, 0);
    assertThat(found(acme, id).state()).isEqualTo(Alert.State.OPEN);
    assertThat(found(acme, id).opened()).isEqualTo(new Said(NOON, "It is slow."));

    var taken = new Acknowledgement("grace", minute(1), "On it \u2713");
    assertThat(alerts().acknowledge(acme, id, taken)).isTrue();
    assertThat(found(acme, id).state()).isEqualTo(Alert.State.ACKNOWLEDGED);
    assertThat(found(acme, id).acknowledged()).contains(taken);

    var over = new Said(minute(2), "It is fast.");
    assertThat(alerts().resolve(acme, AlertKind.LATENCY, over)).contains(id);
    assertThat(found(acme, id).state()).isEqualTo(Alert.State.RESOLVED);
    assertThat(found(acme, id).resolved()).contains(over);
    assertThat(found(acme, id).acknowledged()).contains(taken);
  }

  @Test
  default void of_a_kind_one_is_open_at_a_time() {
    var acme = connected("acme");
    var globex = connected("globex");
    opened(acme, AlertKind.LATENCY, 0);
    var again = new Said(minute(1), "Again.");

    assertThat(alerts().open(acme, UUID.randomUUID(), AlertKind.LATENCY, again)).isFalse();
    assertThat(alerts().open(acme, UUID.randomUUID(), AlertKind.SILENCE, again)).isTrue();
    assertThat(alerts().open(globex, UUID.randomUUID(), AlertKind.LATENCY, again)).isTrue();
    assertThat(alerts().unresolved())
        .isEqualTo(Map.of(AlertKind.LATENCY, 2L, AlertKind.SILENCE, 1L));

    alerts().resolve(acme, AlertKind.LATENCY, again);

    assertThat(alerts().resolve(acme, AlertKind.LATENCY, again)).isEmpty();
    assertThat(alerts().open(acme, UUID.randomUUID(), AlertKind.LATENCY, again)).isTrue();
  }

  @Test
  default void what_is_resolved_or_of_another_connection_is_not_taken_on() {
    var acme = connected("acme");
    var id = opened(acme, AlertKind.LATENCY, 0);
    var taken = new Acknowledgement("grace", minute(1), "");

    assertThat(alerts().acknowledge(connected("globex"), id, taken)).isFalse();
    assertThat(alerts().acknowledge(acme, UUID.randomUUID(), taken)).isFalse();
    alerts().resolve(acme, AlertKind.LATENCY, new Said(minute(2), ""));
    assertThat(alerts().acknowledge(acme, id, taken)).isFalse();
    assertThat(found(acme, id).acknowledged()).isEmpty();
  }

  @Test
  default void alerts_are_listed_by_state_the_newest_first_page_by_page() {
    var acme = connected("acme");
    var first = opened(acme, AlertKind.LATENCY, 0);
    var second = opened(acme, AlertKind.SILENCE, 1);
    var third = opened(acme, AlertKind.SECURITY, 2);
    opened(connected("globex"), AlertKind.SECURITY, 3);
    alerts().resolve(acme, AlertKind.LATENCY, new Said(minute(4), ""));
    alerts().acknowledge(acme, second, new Acknowledgement("grace", minute(4), ""));

    assertThat(listed(acme, Optional.empty())).containsExactly(third, second, first);
    assertThat(listed(acme, Optional.of(Alert.State.OPEN))).containsExactly(third);
    assertThat(listed(acme, Optional.of(Alert.State.ACKNOWLEDGED))).containsExactly(second);
    assertThat(listed(acme, Optional.of(Alert.State.RESOLVED))).containsExactly(first);
    var page = alerts().list(acme, Optional.empty(), PageArgs.first(2));
    assertThat(page.more()).isTrue();
    var last =
        alerts()
            .list(acme, Optional.empty(), PageArgs.firstAfter(2, page.rows().getLast().number()));
    assertThat(last.rows()).extracting(Alert::id).containsExactly(first);
    assertThat(last.more()).isFalse();
    var backward =
        alerts()
            .list(
                acme,
                Optional.empty(),
                new PageArgs<>(1, Optional.of(found(acme, first).number()), true));
    assertThat(backward.rows()).extracting(Alert::id).containsExactly(second);
  }

  @Test
  default void streaks_stand_beside_what_is_open() {
    var acme = connected("acme");
    opened(acme, AlertKind.LATENCY, 0);
    alerts().keep(acme, AlertKind.LATENCY, 1);
    alerts().keep(acme, AlertKind.LATENCY, 4);
    alerts().keep(acme, AlertKind.SILENCE, 2);

    var standings = alerts().standings(acme);

    assertThat(standings)
        .containsEntry(AlertKind.LATENCY, new Standing(true, 4))
        .containsEntry(AlertKind.SILENCE, new Standing(false, 2));
    assertThat(standings.getOrDefault(AlertKind.SECURITY, Standing.QUIET))
        .isEqualTo(Standing.QUIET);
  }

  @Test
  default void a_rule_replaces_the_one_before() {
    var acme = connected("acme");
    var rule = new AlertRule(AlertKind.LATENCY, false, 60, 5);
    alerts().choose(acme, AlertRule.usual(AlertKind.LATENCY));
    alerts().choose(acme, rule);

    assertThat(alerts().chosenRules(acme)).isEqualTo(Map.of(AlertKind.LATENCY, rule));
    assertThat(alerts().chosenRules(connected("globex"))).isEmpty();
  }

  @Test
  default void a_connection_is_evaluated_by_one_at_a_time() {
    var acme = connected("acme");
    assertThat(alerts().claim(acme, NOON, minute(-1))).isTrue();
    assertThat(alerts().claim(acme, NOON, minute(-1))).isFalse();
    assertThat(alerts().claim(acme, minute(1), NOON)).isTrue();
    assertThat(alerts().claim(connected("globex"), NOON, minute(-1))).isTrue();

    store().connections().setStatus(acme, ConnectionStatus.deleting(NOON));

    assertThat(alerts().claim(acme, minute(9), minute(8))).isFalse();
    assertThat(alerts().claim(ConnectionId.random(), NOON, minute(-1))).isFalse();
  }

  @Test
  default void resolved_alerts_are_forgotten_and_others_stay() {
    var acme = connected("acme");
    var old = opened(acme, AlertKind.LATENCY, 0);
    var open = opened(acme, AlertKind.SILENCE, 0);
    alerts().resolve(acme, AlertKind.LATENCY, new Said(minute(1), ""));

    alerts().forgetBefore(minute(1));
    assertThat(alerts().find(acme, old)).isPresent();
    alerts().forgetBefore(minute(2));

    assertThat(listed(acme, Optional.empty())).containsExactly(open);
  }

  private Alerts alerts() {
    return store().alerts();
  }

  private UUID opened(ConnectionId connection, AlertKind kind, int at) {
    var id = UUID.randomUUID();
    assertThat(alerts().open(connection, id, kind, new Said(minute(at), "It is slow."))).isTrue();
    return id;
  }

  private Alert found(ConnectionId connection, UUID id) {
    return alerts().find(connection, id).orElseThrow();
  }

  private List<UUID> listed(ConnectionId connection, Optional<Alert.State> state) {
    return alerts().list(connection, state, PageArgs.first(10)).rows().stream()
        .map(Alert::id)
        .toList();
  }
}

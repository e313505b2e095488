package ai.superit.halo.application.testing;

import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.alert.Alerts;
import ai.superit.halo.domain.alert.Alert;
import ai.superit.halo.domain.alert.AlertKind;
import ai.superit.halo.domain.alert.AlertRule;
import ai.superit.halo.domain.alert.Standing;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Alerts and their rules.
record InMemoryAlerts(Memory memory) implements Alerts {
  record KindKey(ConnectionId connection, AlertKind kind) {}

  record AlertKey(ConnectionId connection, UUID id) {}

  @Override
  public boolean claim(ConnectionId connection, Instant now, Instant before) {
    return memory.with(state -> {
      var account = state.accounts.get(connection);
      var isDue =
          account != null
              && !account.connection().isDeleting()
              && !state.evaluated.getOrDefault(connection, Instant.MIN).isAfter(before);
      if (isDue) {
        state.evaluated.put(connection, now);
      }
      return isDue;
    });
  }

  @Override
  public Map<AlertKind, AlertRule> chosenRules(ConnectionId connection) {
    return memory.with(state ->
        state.alertRules.entrySet().stream()
            .filter(entry -> entry.getKey().connection().equals(connection))
            .collect(Collectors.toMap(entry -> entry.getKey().kind(), Map.Entry::getValue)));
  }

  @Override
  public void choose(ConnectionId connection, AlertRule rule) {
    memory.with(
        state -> Optional.ofNullable(state.alertRules.put(key(connection, rule.kind()), rule)));
  }

  @Override
  public Map<AlertKind, Standing> standings(ConnectionId connection) {
    return memory.with(state -> {
      var standings = new EnumMap<AlertKind, Standing>(AlertKind.class);
      for (var kind : AlertKind.values()) {
        var open = unresolved(state, connection, kind).isPresent();
        var streak = state.streaks.getOrDefault(key(connection, kind), 0);
        standings.put(kind, new Standing(open, streak));
      }
      return standings;
    });
  }

  @Override
  public void keep(ConnectionId connection, AlertKind kind, int streak) {
    memory.with(state -> Optional.ofNullable(state.streaks.put(key(connection, kind), streak)));
  }

  @Override
  public boolean open(ConnectionId connection, UUID alert, AlertKind kind, Alert.Said opened) {
    return memory.with(state -> {
      if (unresolved(state, connection, kind).isPresent()) {
        return false;
      }
      put(
          state,
          connection,
          new Alert(
              state.alerts.values().stream().mapToLong(Alert::number).max().orElse(0) + 1,
              alert,
              kind,
              storable(opened),
              Optional.empty(),
              Optional.empty()));
      return true;
    });
  }

  @Override
  public Optional<UUID> resolve(ConnectionId connection, AlertKind kind, Alert.Said resolved) {
    return memory.with(state -> {
      var found = unresolved(state, connection, kind);
      found.ifPresent(alert ->
          put(
              state,
              connection,
              changed(alert, alert.acknowledged(), Optional.of(storable(resolved)))));
      return found.map(Alert::id);
    });
  }

  @Override
  public boolean acknowledge(
      ConnectionId connection, UUID alert, Alert.Acknowledgement acknowledgement) {
    return memory.with(state -> {
      var found =
          Optional.ofNullable(state.alerts.get(new AlertKey(connection, alert)))
              .filter(each -> each.resolved().isEmpty());
      found.ifPresent(each ->
          put(state, connection, changed(each, Optional.of(acknowledgement), each.resolved())));
      return found.isPresent();
    });
  }

  @Override
  public Optional<Alert> find(ConnectionId connection, UUID alert) {
    return memory.with(
        state -> Optional.ofNullable(state.alerts.get(new AlertKey(connection, alert))));
  }

  @Override
  public Slice<Alert> list(
      ConnectionId connection, Optional<Alert.State> state, PageArgs<Long> page) {
    return memory.with(all ->
        Slices.slice(
            of(all, connection)
                .filter(alert -> state.map(wanted -> alert.state() == wanted).orElse(true)),
            Alert::number,
            Comparator.reverseOrder(),
            page));
  }

  @Override
  public Map<AlertKind, Long> unresolved() {
    return memory.with(state ->
        state.alerts.values().stream()
            .filter(alert -> alert.resolved().isEmpty())
            .map(Alert::kind)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
  }

  @Override
  public void forgetBefore(Instant moment) {
    memory.with(state ->
        state
            .alerts
            .values()
            .removeIf(
                alert -> alert.resolved().filter(by -> by.at().isBefore(moment)).isPresent()));
  }

  private void put(State state, ConnectionId connection, Alert alert) {
    state.alerts.put(new AlertKey(connection, alert.id()), alert);
    memory.changed(connection, ChangeNotices.Listener::alertsChanged);
  }

  private static Alert changed(
      Alert alert, Optional<Alert.Acknowledgement> acknowledged, Optional<Alert.Said> resolved) {
    return new Alert(
        alert.number(), alert.id(), alert.kind(), alert.opened(), acknowledged, resolved);
  }

  private static Alert.Said storable(Alert.Said said) {
    return new Alert.Said(said.at(), StorableText.of(said.summary()));
  }

  private static Stream<Alert> of(State state, ConnectionId connection) {
    return state.alerts.entrySet().stream()
        .filter(entry -> entry.getKey().connection().equals(connection))
        .map(Map.Entry::getValue);
  }

  private static Optional<Alert> unresolved(State state, ConnectionId connection, AlertKind kind) {
    return of(state, connection)
        .filter(alert -> alert.kind() == kind && alert.resolved().isEmpty())
        .findFirst();
  }

  private static KindKey key(ConnectionId connection, AlertKind kind) {
    return new KindKey(connection, kind);
  }
}

package ai.superit.halo.persistence;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.alert.Alerts;
import ai.superit.halo.domain.alert.Alert;
import ai.superit.halo.domain.alert.AlertKind;
import ai.superit.halo.domain.alert.AlertRule;
import ai.superit.halo.domain.alert.Standing;
import ai.superit.halo.domain.connection.ConnectionId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Alerts and their rules in PostgreSQL.
final class PostgresAlerts implements Alerts {
  private static final String SELECT =
      """
      select number, alert_id, kind, opened_at, opened_because, acknowledged_by, acknowledged_at,
        note, resolved_at, resolved_because
      from alert where connection_id = ?
      """;

  private record OfKind<T>(AlertKind kind, T value) {}

  private final Database database;
  private final PostgresChangeNotices changes;

  PostgresAlerts(Database database, PostgresChangeNotices changes) {
    this.database = database;
    this.changes = changes;
  }

  @Override
  public boolean claim(ConnectionId connection, Instant now, Instant before) {
    var query =
        Query.of(
            """
            insert into alert_round as round (connection_id, claimed_at)
            select connection_id, ? from connection
            where connection_id = ? and state <> 'DELETING'
            on conflict (connection_id) do update set claimed_at = excluded.claimed_at
            where round.claimed_at <= ?
            """,
            now,
            connection.value(),
            before);
    return database.writeBare(query::write) == 1;
  }

  @Override
  public Map<AlertKind, AlertRule> chosenRules(ConnectionId connection) {
    var query =
        Query.of(
            "select kind, enabled, threshold, sample from alert_rule where connection_id = ?",
            connection.value());
    return database.readBare(c -> query.list(c, PostgresAlerts::rule)).stream()
        .collect(Collectors.toMap(AlertRule::kind, rule -> rule));
  }

  @Override
  public void choose(ConnectionId connection, AlertRule rule) {
    var query =
        Query.of(
            """
            insert into alert_rule (connection_id, kind, enabled, threshold, sample)
            values (?, ?, ?, ?, ?)
            on conflict (connection_id, kind) do update
            set enabled = excluded.enabled, threshold = excluded.threshold,
              sample = excluded.sample
            """,
            connection.value(),
            rule.kind().name(),
            rule.enabled(),
            rule.threshold(),
            rule.sample());
    database.writeBare(query::write);
  }

  @Override
  public Map<AlertKind, Standing> standings(ConnectionId connection) {
    var query =
        Query.of(
            """
            select kind, bool_or(open), max(streak)
            from (
              select kind, true, 0 from alert where connection_id = ? and resolved_at is null
              union all
              select kind, false, streak from alert_streak where connection_id = ?
            ) as known(kind, open, streak)
            group by kind
            """,
            connection.value(),
            connection.value());
    return database
        .readBare(c -> query.list(c, row -> new OfKind<>(kind(row), standing(row))))
        .stream()
        .collect(Collectors.toMap(OfKind::kind, OfKind::value));
  }

  @Override
  public void keep(ConnectionId connection, AlertKind kind, int streak) {
    var query =
        Query.of(
            """
            insert into alert_streak (connection_id, kind, streak) values (?, ?, ?)
            on conflict (connection_id, kind) do update set streak = excluded.streak
            """,
            connection.value(),
            kind.name(),
            streak);
    database.writeBare(query::write);
  }

  @Override
  public boolean open(ConnectionId connection, UUID alert, AlertKind kind, Alert.Said opened) {
    return changed(
        connection,
        Query.of(
            """
            insert into alert (connection_id, alert_id, kind, opened_at, opened_because)
            values (?, ?, ?, ?, ?)
            on conflict (connection_id, kind) where resolved_at is null do nothing
            """,
            connection.value(),
            alert,
            kind.name(),
            opened.at(),
            opened.summary()));
  }

  @Override
  public Optional<UUID> resolve(ConnectionId connection, AlertKind kind, Alert.Said resolved) {
    var query =
        Query.of(
            """
            update alert set resolved_at = ?, resolved_because = ?
            where connection_id = ? and kind = ? and resolved_at is null
            returning alert_id
            """,
            resolved.at(),
            resolved.summary(),
            connection.value(),
            kind.name());
    return database.writeBare(c -> {
      var found = query.list(c, Row::uuid).stream().findFirst();
      found.ifPresent(_ -> changes.alerts(connection));
      return found;
    });
  }

  @Override
  public boolean acknowledge(
      ConnectionId connection, UUID alert, Alert.Acknowledgement acknowledgement) {
    return changed(
        connection,
        Query.of(
            """
            update alert set acknowledged_by = ?, acknowledged_at = ?, note = ?
            where connection_id = ? and alert_id = ? and resolved_at is null
            """,
            acknowledgement.by(),
            acknowledgement.at(),
            acknowledgement.note(),
            connection.value(),
            alert));
  }

  private boolean changed(ConnectionId connection, Query query) {
    return database.writeBare(c -> {
      var changed = query.write(c) == 1;
      if (changed) {
        changes.alerts(connection);
      }
      return changed;
    });
  }

  @Override
  public Optional<Alert> find(ConnectionId connection, UUID alert) {
    var query = Query.of(SELECT, connection.value()).add("and alert_id = ?", alert);
    return database.readBare(c -> query.list(c, PostgresAlerts::alert)).stream().findFirst();
  }

  @Override
  public Slice<Alert> list(
      ConnectionId connection, Optional<Alert.State> state, PageArgs<Long> page) {
    var query = Query.of(SELECT, connection.value());
    state.ifPresent(wanted -> query.add(condition(wanted)));
    page.from()
        .ifPresent(from -> query.add(page.backward() ? "and number > ?" : "and number < ?", from));
    query.add(
        page.backward() ? "order by number limit ?" : "order by number desc limit ?",
        page.size() + 1);
    return Slices.of(page, database.readBare(c -> query.list(c, PostgresAlerts::alert)));
  }

  private static String condition(Alert.State state) {
    return switch (state) {
      case OPEN -> "and resolved_at is null and acknowledged_at is null";
      case ACKNOWLEDGED -> "and resolved_at is null and acknowledged_at is not null";
      case RESOLVED -> "and resolved_at is not null";
    };
  }

  @Override
  public Map<AlertKind, Long> unresolved() {
    var query =
        Query.of("select kind, count(*) from alert where resolved_at is null group by kind");
    return database
        .readBare(c -> query.list(c, row -> new OfKind<>(kind(row), row.number())))
        .stream()
        .collect(Collectors.toMap(OfKind::kind, OfKind::value));
  }

  @Override
  public void forgetBefore(Instant moment) {
    var query = Query.of("delete from alert where resolved_at < ?", moment);
    database.writeBare(query::write);
  }

  private static AlertKind kind(Row row) throws SQLException {
    return AlertKind.valueOf(row.text());
  }

  private static Standing standing(Row row) throws SQLException {
    return new Standing(row.flag(), (int) row.number());
  }

  private static AlertRule rule(Row row) throws SQLException {
    return new AlertRule(kind(row), row.flag(), (int) row.number(), (int) row.number());
  }

  private static Alert alert(Row row) throws SQLException {
    var number = row.number();
    var id = row.uuid();
    var kind = kind(row);
    var opened = new Alert.Said(row.instant(), row.text());
    var by = row.optionalText();
    var at = row.optionalInstant();
    var note = row.optionalText().orElse("");
    var acknowledged = by.map(who -> new Alert.Acknowledgement(who, at.orElseThrow(), note));
    var resolvedAt = row.optionalInstant();
    var because = row.optionalText().orElse("");
    return new Alert(
        number,
        id,
        kind,
        opened,
        acknowledged,
        resolvedAt.map(when -> new Alert.Said(when, because)));
  }
}

package ai.superit.halo.persistence;

import ai.superit.halo.application.connection.Diagnoses;
import ai.superit.halo.application.connection.Diagnosis;
import ai.superit.halo.application.connection.Diagnosis.Cure;
import ai.superit.halo.application.connection.Diagnosis.Finding;
import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.application.connection.Diagnosis.Result;
import ai.superit.halo.domain.connection.ConnectionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// Examinations in PostgreSQL.
final class PostgresDiagnoses implements Diagnoses {
  /// One examination without its findings.
  private record Made(Instant at, Occasion occasion, int calls, String tokenScope) {}

  private record Found(Finding finding, boolean held, Optional<Instant> lostAt) {
    Probe probe() {
      return finding.probe();
    }
  }

  private final Database database;

  PostgresDiagnoses(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Kept> find(ConnectionId connection) {
    return database.readBare(c -> {
      var made = made(c, connection);
      return made.isEmpty()
          ? Optional.empty()
          : Optional.of(kept(made.getFirst(), found(c, connection)));
    });
  }

  private static List<Made> made(Connection c, ConnectionId connection) throws SQLException {
    return Query.of(
            """
            select made_at, occasion, calls, token_scope
            from diagnosis
            where connection_id = ? and made_at is not null
            """,
            connection.value())
        .list(
            c,
            row ->
                new Made(
                    row.instant(),
                    Occasion.valueOf(row.text()),
                    Math.toIntExact(row.number()),
                    row.text()));
  }

  private static List<Found> found(Connection c, ConnectionId connection) throws SQLException {
    var rows =
        Query.of(
                """
                select probe, result, finding, because, likely_cause, menu, least_right, held,
                  lost_at
                from diagnosis_finding
                where connection_id = ?
                """,
                connection.value())
            .list(c, PostgresDiagnoses::found);
    return rows.stream().sorted(Comparator.comparing(Found::probe)).toList();
  }

  private static Found found(Row row) throws SQLException {
    return new Found(
        new Finding(
            Probe.valueOf(row.text()),
            Result.valueOf(row.text()),
            row.text(),
            row.optionalText().map(Probe::valueOf),
            new Cure(row.text(), row.text(), row.text())),
        row.flag(),
        row.optionalInstant());
  }

  private static Kept kept(Made made, List<Found> found) {
    var held = EnumSet.noneOf(Probe.class);
    var lost = new EnumMap<Probe, Instant>(Probe.class);
    for (var one : found) {
      if (one.held()) {
        held.add(one.probe());
      }
      one.lostAt().ifPresent(at -> lost.put(one.probe(), at));
    }
    var findings = found.stream().map(Found::finding).toList();
    var diagnosis = new Diagnosis(findings, made.calls(), made.tokenScope());
    return new Kept(made.at(), made.occasion(), diagnosis, held, lost);
  }

  @Override
  public Optional<Instant> lastClaim(ConnectionId connection) {
    var query =
        Query.of("select claimed_at from diagnosis where connection_id = ?", connection.value());
    return database.readBare(c -> query.list(c, Row::instant)).stream().findFirst();
  }

  @Override
  public boolean claim(ConnectionId connection, Instant now, Instant before) {
    var query =
        Query.of(
            """
            insert into diagnosis (connection_id, claimed_at)
            select connection_id, ?::timestamptz from connection
            where connection_id = ? and state <> 'DELETING'
            on conflict (connection_id) do update set claimed_at = excluded.claimed_at
            where diagnosis.claimed_at <= ?
            """,
            now,
            connection.value(),
            before);
    return database.writeBare(query::write) == 1;
  }

  @Override
  public void keep(ConnectionId connection, Kept kept) {
    database.writeBare(c -> {
      if (keepMade(c, connection, kept) == 0) {
        return 0;
      }
      Query.of("delete from diagnosis_finding where connection_id = ?", connection.value())
          .write(c);
      for (var finding : kept.diagnosis().findings()) {
        keepFinding(c, connection, finding, kept);
      }
      return 1;
    });
  }

  private static int keepMade(Connection c, ConnectionId connection, Kept kept)
      throws SQLException {
    return Query.of(
            """
            insert into diagnosis as d (connection_id, claimed_at, made_at, occasion, calls,
              token_scope)
            select connection_id, ?::timestamptz, ?::timestamptz, ?, ?, ? from connection
            where connection_id = ? and state <> 'DELETING'
            on conflict (connection_id) do update
            set claimed_at = greatest(d.claimed_at, excluded.claimed_at),
              made_at = excluded.made_at, occasion = excluded.occasion, calls = excluded.calls,
              token_scope = excluded.token_scope
            """,
            kept.at(),
            kept.at(),
            kept.occasion().name(),
            (long) kept.diagnosis().calls(),
            kept.diagnosis().tokenScope(),
            connection.value())
        .write(c);
  }

  private static void keepFinding(Connection c, ConnectionId connection, Finding finding, Kept kept)
      throws SQLException {
    Query.of(
            """
            insert into diagnosis_finding (connection_id, probe, result, finding, because,
              likely_cause, menu, least_right, held, lost_at)
            values (?, ?, ?, ?, ?::text, ?, ?, ?, ?, ?::timestamptz)
            """,
            connection.value(),
            finding.probe().name(),
            finding.result().name(),
            finding.text(),
            finding.because().map(Probe::name).orElse(null),
            finding.cure().likelyCause(),
            finding.cure().menu(),
            finding.cure().leastRight(),
            kept.held().contains(finding.probe()),
            kept.lost().get(finding.probe()))
        .write(c);
  }
}

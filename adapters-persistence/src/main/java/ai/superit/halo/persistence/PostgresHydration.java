package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.AwaitingNotes;
import ai.superit.halo.application.sync.AwaitingPage;
import ai.superit.halo.application.sync.Hydration;
import ai.superit.halo.application.sync.Revision;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// What lists lack, in PostgreSQL.
final class PostgresHydration implements Hydration {
  private final Database database;

  PostgresHydration(Database database) {
    this.database = database;
  }

  @Override
  public List<AwaitingPage> assetsAwaitingFields(ConnectionId connection, Instant now, int limit) {
    return awaiting(OwnPages.ASSETS.awaiting(connection, now, limit));
  }

  @Override
  public List<AwaitingPage> clientsAwaitingPages(ConnectionId connection, Instant now, int limit) {
    return awaiting(OwnPages.CLIENTS.awaiting(connection, now, limit));
  }

  @Override
  public List<AwaitingPage> assetsToReadAgain(ConnectionId connection, Instant now, int limit) {
    return awaiting(OwnPages.ASSETS.old(connection, now, limit));
  }

  @Override
  public List<AwaitingPage> clientsToReadAgain(ConnectionId connection, Instant now, int limit) {
    return awaiting(OwnPages.CLIENTS.old(connection, now, limit));
  }

  private List<AwaitingPage> awaiting(Query query) {
    return database.readBare(c ->
        query.list(
            c,
            row ->
                new AwaitingPage(
                    row.number(), new Stamp(row.instant()), new Revision(row.number()))));
  }

  @Override
  public List<AwaitingNotes> ticketsDue(
      ConnectionId connection, Instant changedSince, Instant now, int limit) {
    return database.readBare(c -> NoteStatements.due(c, connection, changedSince, now, limit));
  }

  @Override
  public long callsAwaited(ConnectionId connection, Instant changedSince) {
    return database.readBare(c -> NoteStatements.callsAwaited(c, connection, changedSince));
  }

  @Override
  public void putOff(ConnectionId connection, Set<ObjectRef> records, Instant now) {
    if (records.isEmpty()) {
      return;
    }
    var query =
        Query.of(
            """
            insert into put_off (connection_id, kind, record_id, failures, due_at)
            select ?, kind, id, 1, ?
            from unnest(?::text[], ?::int8[]) as failed(kind, id)
            order by 2, 3
            on conflict (connection_id, kind, record_id) do update
            set failures = put_off.failures + 1,
              due_at = ?::timestamptz
                + least(? * power(2, least(put_off.failures, 30)), ?) * interval '1 second'
            """,
            connection.value(),
            now.plus(FIRST_PAUSE),
            kinds(records),
            ids(records),
            now,
            FIRST_PAUSE.toSeconds(),
            LONGEST_PAUSE.toSeconds());
    database.writeBare(query::write);
  }

  @Override
  public void settle(ConnectionId connection, Set<ObjectRef> records) {
    if (records.isEmpty()) {
      return;
    }
    var query =
        Query.of(
            """
            delete from put_off p
            using unnest(?::text[], ?::int8[]) as settled(kind, id)
            where p.connection_id = ? and p.kind = settled.kind and p.record_id = settled.id
            """,
            kinds(records),
            ids(records),
            connection.value());
    database.writeBare(query::write);
  }

  @Override
  public boolean takeTurn(
      ConnectionId connection, Work work, UUID holder, Instant now, Duration atMost) {
    var query =
        Query.of(
            """
            insert into hydration_turn as turn (connection_id, work, holder, ends_at)
            values (?, ?, ?, ?)
            on conflict (connection_id, work) do update
            set holder = excluded.holder, ends_at = excluded.ends_at
            where turn.holder = excluded.holder or turn.ends_at <= ?
            """,
            connection.value(),
            work.name(),
            holder,
            now.plus(atMost),
            now);
    return database.writeBare(query::write) > 0;
  }

  @Override
  public void endTurn(ConnectionId connection, Work work, UUID holder) {
    var query =
        Query.of(
            "delete from hydration_turn where connection_id = ? and work = ? and holder = ?",
            connection.value(),
            work.name(),
            holder);
    database.writeBare(query::write);
  }

  private static String[] kinds(Set<ObjectRef> records) {
    return sorted(records).stream().map(record -> record.kind().name()).toArray(String[]::new);
  }

  private static Long[] ids(Set<ObjectRef> records) {
    return sorted(records).stream().map(ObjectRef::id).toArray(Long[]::new);
  }

  private static List<ObjectRef> sorted(Set<ObjectRef> records) {
    return records.stream()
        .sorted(Comparator.comparing(ObjectRef::kind).thenComparingLong(ObjectRef::id))
        .toList();
  }
}

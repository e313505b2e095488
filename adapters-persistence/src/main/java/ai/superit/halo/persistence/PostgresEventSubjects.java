package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.EventSubjects;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.EventFacts;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks records up in the mirror by their numbers.
final class PostgresEventSubjects implements EventSubjects {
  private record Known(ObjectRef object, EventFacts facts) {}

  private final Database database;

  PostgresEventSubjects(Database database) {
    this.database = database;
  }

  @Override
  public Map<ObjectRef, EventFacts> known(ConnectionId connection, Set<ObjectRef> objects) {
    var sorted = objects.stream().toList();
    var query =
        Query.of(
            """
            with wanted as materialized (
              select ?::uuid as connection_id, kind, id
              from unnest(?::text[], ?::int8[]) as w(kind, id)
            ), found as (
              select kind, id, client_id, type_id, priority_id, status_id
              from wanted
              join ticket t on t.connection_id = wanted.connection_id and t.ticket_id = id
              where kind = 'TICKET' and deleted_at is null
              union all
              select kind, id, client_id, null, null, null
              from wanted
              join asset a on a.connection_id = wanted.connection_id and a.asset_id = id
              where kind = 'ASSET' and deleted_at is null
              union all
              select kind, id, client_id, null, null, null
              from wanted
              join site s on s.connection_id = wanted.connection_id and s.site_id = id
              where kind = 'SITE' and deleted_at is null
              union all
              select kind, id, client_id, null, null, null
              from wanted
              join contact c on c.connection_id = wanted.connection_id and c.contact_id = id
              where kind = 'CONTACT' and deleted_at is null
              union all
              select kind, id, client_id, null, null, null
              from wanted
              join invoice i on i.connection_id = wanted.connection_id and i.invoice_id = id
              where kind = 'INVOICE' and deleted_at is null
              union all
              select kind, id, client_id, null, null, null
              from wanted
              join client c on c.connection_id = wanted.connection_id and c.client_id = id
              where kind = 'CLIENT' and deleted_at is null
            )
            select kind, id, found.client_id, client.active, type_id, priority_id, status_id
            from found
            left join client on client.connection_id = ? and client.client_id = found.client_id
            """,
            connection.value(),
            sorted.stream().map(object -> object.kind().name()).toArray(String[]::new),
            sorted.stream().map(ObjectRef::id).toArray(Long[]::new),
            connection.value());
    return database.readBare(c -> query.list(c, PostgresEventSubjects::known)).stream()
        .collect(Collectors.toMap(Known::object, Known::facts));
  }

  @Override
  public Map<Long, Boolean> activeClients(ConnectionId connection, Set<Long> clients) {
    if (clients.isEmpty()) {
      return Map.of();
    }
    var query =
        Query.of(
            """
            select client_id, active from client
            where connection_id = ? and client_id = any(?) and deleted_at is null
            """,
            connection.value(),
            clients.toArray(Long[]::new));
    return database
        .readBare(c -> query.list(c, row -> Map.entry(row.number(), row.flag())))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Known known(Row row) throws SQLException {
    var object = new ObjectRef(ObjectRef.Kind.valueOf(row.text()), row.number());
    var client = row.optionalNumber();
    var active = row.joined(1, Row::flag);
    return new Known(
        object,
        new EventFacts(
            client, active, row.optionalNumber(), row.optionalNumber(), row.optionalNumber()));
  }
}

package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.SyncScopes;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.sync.Scope.Since;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Scopes in PostgreSQL.
final class PostgresSyncScopes implements SyncScopes {
  private final Database database;

  PostgresSyncScopes(Database database) {
    this.database = database;
  }

  @Override
  public Scope scope(ConnectionId connection) {
    var query =
        Query.of(
            """
            select active_clients, active_assets, asset_types, asset_sites, asset_statuses,
              ticket_days, ticket_from, open_tickets, ticket_clients, ticket_types
            from sync_scope
            where connection_id = ?
            """,
            connection.value());
    return database.readBare(c -> query.list(c, PostgresSyncScopes::scope)).stream()
        .findFirst()
        .orElse(Scope.EVERYTHING);
  }

  @Override
  public void choose(ConnectionId connection, Scope scope, Instant now) {
    database.writeBare(c -> {
      Query.of("select 1 from sync_scope where connection_id = ? for update", connection.value())
          .list(c, Row::number);
      var before = scope(connection);
      return choosing(connection, scope, resource -> scope.isSameFor(resource, before) ? null : now)
          .write(c);
    });
  }

  /// When other records of each resource were chosen; none of those that never were limited.
  static Map<Resource, Instant> chosenAt(Connection c, ConnectionId connection)
      throws SQLException {
    var query =
        Query.of(
            """
            select resource, at
            from sync_scope, lateral (
              values ('CLIENTS', clients_chosen_at), ('ASSETS', assets_chosen_at),
                ('TICKETS', tickets_chosen_at)
            ) as chosen(resource, at)
            where connection_id = ? and at is not null
            """,
            connection.value());
    return query.list(c, row -> Map.entry(Resource.valueOf(row.text()), row.instant())).stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Query choosing(
      ConnectionId connection, Scope scope, Function<Resource, @Nullable Instant> chosenAt) {
    var tickets = scope.tickets();
    return Query.of(
        """
        insert into sync_scope as chosen (connection_id, active_clients, active_assets, asset_types,
          asset_sites, asset_statuses, ticket_days, ticket_from, open_tickets, ticket_clients, ticket_types,
          clients_chosen_at, assets_chosen_at, tickets_chosen_at)
        values (?, ?, ?, ?, ?, ?, ?::bigint, ?::timestamptz, ?, ?, ?, ?::timestamptz, ?::timestamptz,
          ?::timestamptz)
        on conflict (connection_id) do update
        set active_clients = excluded.active_clients, active_assets = excluded.active_assets,
          asset_types = excluded.asset_types, asset_sites = excluded.asset_sites,
          asset_statuses = excluded.asset_statuses,
          ticket_days = excluded.ticket_days,
          ticket_from = excluded.ticket_from, open_tickets = excluded.open_tickets,
          ticket_clients = excluded.ticket_clients, ticket_types = excluded.ticket_types,
          clients_chosen_at = coalesce(excluded.clients_chosen_at, chosen.clients_chosen_at),
          assets_chosen_at = coalesce(excluded.assets_chosen_at, chosen.assets_chosen_at),
          tickets_chosen_at = coalesce(excluded.tickets_chosen_at, chosen.tickets_chosen_at)
        """,
        connection.value(),
        scope.activeClients(),
        scope.assets().active(),
        scope.assets().types().toArray(Long[]::new),
        scope.assets().sites().stream().map(SiteId::value).toArray(Long[]::new),
        scope.assets().statuses().toArray(String[]::new),
        days(tickets.since()),
        moment(tickets.since()),
        tickets.open(),
        tickets.clients().stream().map(ClientId::value).toArray(Long[]::new),
        tickets.types().toArray(Long[]::new),
        chosenAt.apply(Resource.CLIENTS),
        chosenAt.apply(Resource.ASSETS),
        chosenAt.apply(Resource.TICKETS));
  }

  private static Scope scope(Row row) throws SQLException {
    var activeClients = row.flag();
    var activeAssets = row.flag();
    var types = Set.of(row.numbers());
    var sites = Set.of(row.numbers()).stream().map(SiteId::new).collect(Collectors.toSet());
    var assets =
        new Scope.Assets(
            activeAssets, types, sites, Set.copyOf(row.optionalTexts().orElse(List.of())));
    var since = since(row.optionalNumber(), row.optionalInstant());
    var open = row.flag();
    var clients = Set.of(row.numbers()).stream().map(ClientId::new).collect(Collectors.toSet());
    return new Scope(
        activeClients, assets, new Scope.Tickets(since, open, clients, Set.of(row.numbers())));
  }

  private static Since since(Optional<Long> days, Optional<Instant> moment) {
    if (days.isPresent()) {
      return new Since.Days(Math.toIntExact(days.get()));
    }
    return moment.<Since>map(Since.Moment::new).orElseGet(Since.Ever::new);
  }

  private static @Nullable Long days(Since since) {
    return since instanceof Since.Days(var days) ? Long.valueOf(days) : null;
  }

  private static @Nullable Instant moment(Since since) {
    return since instanceof Since.Moment(var at) ? at : null;
  }
}

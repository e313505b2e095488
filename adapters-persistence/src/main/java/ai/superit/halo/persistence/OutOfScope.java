package ai.superit.halo.persistence;

import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/// Takes records out of the mirror that a scope leaves out. The conditions are those of
/// [Scope#includes], which the contract of the mirror compares.
final class OutOfScope {
  private static final Source SOURCE = Source.reread("out of scope");

  private OutOfScope() {}

  static Set<Long> living(
      Connection c, ConnectionId connection, Resource resource, Collection<Long> ids)
      throws SQLException {
    var query =
        Query.of(
            "select %1$s_id from %1$s where connection_id = ? and deleted_at is null and %1$s_id = any(?)"
                .formatted(table(resource)),
            connection.value(),
            ids.toArray(Long[]::new));
    return Set.copyOf(query.list(c, Row::number));
  }

  /// The last id of the next so many living records; empty if there are none after that one.
  static Optional<Long> portion(
      Connection c, ConnectionId connection, Resource resource, long after, int records)
      throws SQLException {
    var query =
        Query.of(
            """
            select max(id)
            from (
              select %1$s_id as id
              from %1$s
              where connection_id = ? and deleted_at is null and %1$s_id > ?
              order by %1$s_id
              limit ?
            ) as portion
            """
                .formatted(table(resource)),
            connection.value(),
            after,
            records);
    return query.list(c, Row::optionalNumber).getFirst();
  }

  /// @param after id of a record before the first
  /// @param last id
  static long retire(
      Connection c,
      ConnectionId connection,
      Resource resource,
      Scope scope,
      Instant now,
      long after,
      long last)
      throws SQLException {
    return retiring(connection, resource, scope, now)
        .add("and %1$s_id > ? and %1$s_id <= ?".formatted(table(resource)), after, last)
        .write(c);
  }

  static long retire(
      Connection c,
      ConnectionId connection,
      Resource resource,
      Set<Long> ids,
      Scope scope,
      Instant now)
      throws SQLException {
    return retiring(connection, resource, scope, now)
        .add("and " + table(resource) + "_id = any(?)", (Object) ids.toArray(Long[]::new))
        .write(c);
  }

  private static Query retiring(
      ConnectionId connection, Resource resource, Scope scope, Instant now) {
    return Query.of(
            "update %s set deleted_at = now(), synced_at = now(), source = ?"
                    .formatted(table(resource))
                + " where connection_id = ? and deleted_at is null and not (",
            SOURCE.value(),
            connection.value())
        .add(within(resource, scope, now))
        .add(")");
  }

  private static Query within(Resource resource, Scope scope, Instant now) {
    return switch (resource) {
      case CLIENTS -> Query.of("(active or not ?)", scope.activeClients());
      case ASSETS ->
          Query.of(
              """
              (active or not ?) and (? or type_id = any(?))
                and (? or coalesce(site_id = any(?), false))
                and (? or status_at is distinct from halo_updated_at or coalesce(status = any(?), true))
              """,
              scope.assets().active(),
              scope.assets().types().isEmpty(),
              scope.assets().types().toArray(Long[]::new),
              scope.assets().sites().isEmpty(),
              scope.assets().sites().stream().map(SiteId::value).toArray(Long[]::new),
              scope.assets().statuses().isEmpty(),
              scope.assets().statuses().toArray(String[]::new));
      case TICKETS -> tickets(scope.tickets(), now);
      case LOOKUPS, SITES, CONTACTS, NOTES, INVOICES ->
          throw new IllegalArgumentException(resource + " are always in scope");
    };
  }

  private static Query tickets(Scope.Tickets scope, Instant now) {
    return Query.of(
        """
        not (closed and ?) and (? or client_id = any(?))
          and (? or coalesce(type_id = any(?), false))
          and greatest(opened_at, halo_updated_at) >= coalesce(?::timestamptz, '-infinity')
        """,
        scope.open(),
        scope.clients().isEmpty(),
        scope.clients().stream().map(ClientId::value).toArray(Long[]::new),
        scope.types().isEmpty(),
        scope.types().toArray(Long[]::new),
        scope.changedSince(now).orElse(null));
  }

  private static String table(Resource resource) {
    return switch (resource) {
      case CLIENTS -> "client";
      case ASSETS -> "asset";
      case TICKETS -> "ticket";
      case LOOKUPS, SITES, CONTACTS, NOTES, INVOICES ->
          throw new IllegalArgumentException(resource + " are always in scope");
    };
  }
}

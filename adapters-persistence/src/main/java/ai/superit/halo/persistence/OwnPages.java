package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.Hydration;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Keeps in mind of which records the own page was read in the version that is stored.
enum OwnPages {
  ASSETS(ObjectRef.Kind.ASSET, "asset", "asset_id", "fields_unread"),
  CLIENTS(ObjectRef.Kind.CLIENT, "client", "client_id", "page_unread");

  /// Those aside that are put off.
  private static final String LIVING =
      """
      select a.%(id), a.halo_updated_at, a.xmin::text::int8
      from %(table) a
      where a.connection_id = ? and a.deleted_at is null
        and not exists (
          select from put_off p
          where p.connection_id = a.connection_id and p.kind = ? and p.record_id = a.%(id)
            and p.due_at > ?)
        and
      """;

  private final String kind;
  private final String awaiting;
  private final String old;
  private final String listed;
  private final String read;
  private final String gap;

  OwnPages(ObjectRef.Kind kind, String table, String id, String mark) {
    this.kind = kind.name();
    this.awaiting =
        """
        a.%(mark)
        order by a.halo_updated_at desc, a.%(id) desc
        limit ?
        """
            .transform(order -> of(LIVING + order, table, id, mark));
    this.old =
        """
        not a.%(mark) and a.halo_updated_at = timestamptz 'epoch'
          and coalesce(a.page_read_at, timestamptz '-infinity') < ?
        order by coalesce(a.page_read_at, timestamptz '-infinity'), a.%(id)
        limit ?
        """
            .transform(order -> of(LIVING + order, table, id, mark));
    this.listed =
        """
        update %(table) a set %(mark) = false
        from (
          select s.%(id)
          from unnest(?::int8[], ?::int8[]) as told(id, updated_at)
          join %(table) s on s.connection_id = ? and s.%(id) = told.id
          where s.%(mark) and s.halo_updated_at <= instant(told.updated_at)
          order by s.%(id)
          for no key update of s
        ) as known
        where a.connection_id = ? and a.%(id) = known.%(id)
        """
            .transform(sql -> of(sql, table, id, mark));
    this.read =
        """
        update %(table) set %(mark) = false, page_read_at = now()
        where connection_id = ? and %(id) = ? and halo_updated_at <= instant(?)
          and (? or %(mark) or page_read_at is null or halo_updated_at = timestamptz 'epoch')
        """
            .transform(sql -> of(sql, table, id, mark));
    this.gap =
        """
        select count(*) filter (
            where %(mark) or halo_updated_at = timestamptz 'epoch'
              and coalesce(page_read_at, timestamptz '-infinity') < ?),
          count(*)
        from %(table)
        where connection_id = ? and deleted_at is null
        """
            .transform(sql -> of(sql, table, id, mark));
  }

  private static String of(String sql, String table, String id, String mark) {
    return sql.replace("%(table)", table).replace("%(id)", id).replace("%(mark)", mark);
  }

  /// Columns: id, stamp, revision: the transaction that wrote the row.
  Query awaiting(ConnectionId connection, Instant now, int limit) {
    return Query.of(awaiting, connection.value(), kind, now, limit);
  }

  /// The same columns of those that Halo does not stamp and whose page is to be read again.
  Query old(ConnectionId connection, Instant now, int limit) {
    var readBefore = now.minus(Hydration.READ_AGAIN_AFTER);
    return Query.of(old, connection.value(), kind, now, readBefore, limit);
  }

  /// Columns: how many were not read, or too long ago, how many there are.
  Query gap(ConnectionId connection, Instant now) {
    return Query.of(gap, now.minus(Hydration.PAGE_HOLDS), connection.value());
  }

  /// What a list says of fields holds as that of a page does, but tells nothing of when a page was
  /// read.
  static void followAssets(Connection c, ConnectionId connection, List<Asset> listed)
      throws SQLException {
    var told = listed.stream().filter(OwnPages::isRead).toList();
    ASSETS.follow(
        c,
        connection,
        told.stream().map(asset -> asset.id().value()).toArray(Long[]::new),
        told.stream().map(asset -> Column.micros(asset.updatedAt().at())).toArray(Long[]::new));
  }

  /// The same of main contacts.
  static void followClients(Connection c, ConnectionId connection, List<Client> listed)
      throws SQLException {
    var told = listed.stream().filter(OwnPages::isRead).toList();
    CLIENTS.follow(
        c,
        connection,
        told.stream().map(client -> client.id().value()).toArray(Long[]::new),
        told.stream().map(client -> Column.micros(client.updatedAt().at())).toArray(Long[]::new));
  }

  private void follow(Connection c, ConnectionId connection, Long[] ids, Long[] stamps)
      throws SQLException {
    if (ids.length > 0) {
      Query.of(listed, ids, stamps, connection.value(), connection.value()).write(c);
    }
  }

  /// @param isNew whether the page says anything that was not stored before
  static void read(Connection c, ConnectionId connection, Asset page, boolean isNew)
      throws SQLException {
    if (isRead(page)) {
      ASSETS.read(c, connection, page.id().value(), page.updatedAt(), isNew);
    }
  }

  /// @param isNew whether the page says anything that was not stored before
  static void read(Connection c, ConnectionId connection, Client page, boolean isNew)
      throws SQLException {
    if (isRead(page)) {
      CLIENTS.read(c, connection, page.id().value(), page.updatedAt(), isNew);
    }
  }

  /// A record whose own page says what is stored already keeps its content, but its page is read
  /// now. Of one that has a stamp, a page of the same version tells nothing new.
  private void read(Connection c, ConnectionId connection, long id, Stamp version, boolean isNew)
      throws SQLException {
    Query.of(read, connection.value(), id, Column.micros(version.at()), isNew).write(c);
  }

  private static boolean isRead(Asset asset) {
    return asset.kind().fields() instanceof Asset.Fields.Read;
  }

  private static boolean isRead(Client client) {
    return client.mainContact() instanceof Client.MainContact.Read;
  }
}

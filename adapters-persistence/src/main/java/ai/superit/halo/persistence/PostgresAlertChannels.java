package ai.superit.halo.persistence;

import ai.superit.halo.application.notification.AlertChannels;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Channels in PostgreSQL. Removing one removes its notices, by the foreign key.
final class PostgresAlertChannels implements AlertChannels {
  private record Sealed(AlertChannel channel, String text) {}

  private final Database database;
  private final ChannelSeals seals;

  PostgresAlertChannels(Database database, Seals seals) {
    this.database = database;
    this.seals = new ChannelSeals(seals);
  }

  @Override
  public List<AlertChannel> list(ConnectionId connection) {
    var query =
        Query.of(
            """
            select channel_id, name, kind, shown, created_at from alert_channel
            where connection_id = ?
            order by created_at, channel_id
            """,
            connection.value());
    return database.readBare(c -> query.list(c, PostgresAlertChannels::channel));
  }

  static AlertChannel channel(Row row) throws SQLException {
    return new AlertChannel(
        new ChannelId(row.uuid()),
        row.text(),
        ChannelTarget.Kind.valueOf(row.text()),
        row.text(),
        row.instant());
  }

  @Override
  public boolean add(ConnectionId connection, AlertChannel channel, ChannelTarget target) {
    var query =
        Query.of(
            """
            insert into alert_channel (
              connection_id, channel_id, name, kind, shown, sealed, created_at)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing
            """,
            connection.value(),
            channel.id().value(),
            channel.name(),
            channel.kind().name(),
            channel.shown(),
            seals.seal(connection, channel.id(), target),
            channel.createdAt());
    return database.writeBare(query::write) > 0;
  }

  @Override
  public boolean replace(ConnectionId connection, Kept before, Kept after) {
    var channel = after.channel();
    var query =
        Query.of(
            """
            update alert_channel set name = ?, kind = ?, shown = ?, sealed = ?
            where connection_id = ? and channel_id = ?
              and not exists (
                select from alert_channel other
                where other.connection_id = ? and other.name = ? and other.channel_id <> ?)
            """,
            channel.name(),
            channel.kind().name(),
            channel.shown(),
            seals.seal(connection, channel.id(), after.target()),
            connection.value(),
            channel.id().value(),
            connection.value(),
            channel.name(),
            channel.id().value());
    return database.writeBare(c ->
        query(connection, channel.id())
                .add("for update")
                .list(c, PostgresAlertChannels::sealed)
                .stream()
                .map(sealed -> opened(connection, sealed))
                .anyMatch(before::equals)
            && isWritten(c, query));
  }

  /// A name that somebody else takes at the same moment is seen to be taken when this begins again.
  private static boolean isWritten(Connection c, Query query) throws SQLException {
    try {
      return query.write(c) > 0;
    } catch (SQLException refused) {
      if (Failures.isTaken(refused)) {
        throw new Failures.Conflict(refused);
      }
      throw refused;
    }
  }

  @Override
  public Optional<Kept> find(ConnectionId connection, ChannelId channel) {
    return database
        .readBare(c -> query(connection, channel).list(c, PostgresAlertChannels::sealed))
        .stream()
        .findFirst()
        .map(sealed -> opened(connection, sealed));
  }

  private static Sealed sealed(Row row) throws SQLException {
    return new Sealed(channel(row), row.text());
  }

  private Kept opened(ConnectionId connection, Sealed sealed) {
    var channel = sealed.channel();
    return new Kept(channel, seals.open(connection, channel.id(), channel.kind(), sealed.text()));
  }

  private static Query query(ConnectionId connection, ChannelId channel) {
    return Query.of(
        """
        select channel_id, name, kind, shown, created_at, sealed from alert_channel
        where connection_id = ? and channel_id = ?
        """,
        connection.value(),
        channel.value());
  }

  @Override
  public boolean remove(ConnectionId connection, ChannelId channel) {
    var query =
        Query.of(
            "delete from alert_channel where connection_id = ? and channel_id = ?",
            connection.value(),
            channel.value());
    return database.writeBare(query::write) > 0;
  }
}

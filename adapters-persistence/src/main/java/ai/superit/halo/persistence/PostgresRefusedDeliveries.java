package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.Refusal;
import ai.superit.halo.application.webhook.RefusedDeliveries;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One row for each connection, hour and reason, which all instances add to.
final class PostgresRefusedDeliveries implements RefusedDeliveries {
  private record Sum(Refusal reason, long number) {}

  private final Database database;

  PostgresRefusedDeliveries(Database database) {
    this.database = database;
  }

  /// In an order that is the same for all instances, so that they do not wait for each other in a
  /// circle. A connection that is gone by now is passed over.
  @Override
  public void add(Collection<Count> counts) {
    var all = List.copyOf(counts);
    var query =
        Query.of(
            """
            insert into refused_delivery (connection_id, hour, reason, number)
            select c.connection_id, date_trunc('hour', instant(c.at), 'UTC'), c.reason,
              sum(c.number)
            from unnest(?::text[]::uuid[], ?::int8[], ?::text[], ?::int8[])
              as c(connection_id, at, reason, number)
            join connection using (connection_id)
            group by 1, 2, 3
            order by 1, 2, 3
            on conflict (connection_id, hour, reason) do update
            set number = refused_delivery.number + excluded.number
            """,
            all.stream().map(count -> count.connection().toString()).toArray(String[]::new),
            all.stream().map(count -> Column.micros(count.at())).toArray(Long[]::new),
            all.stream().map(count -> count.reason().name()).toArray(String[]::new),
            all.stream().map(Count::number).toArray(Long[]::new));
    database.writeBare(query::write);
  }

  @Override
  public Map<Refusal, Long> since(ConnectionId connection, Instant moment) {
    var query =
        Query.of(
            """
            select reason, sum(number)::bigint
            from refused_delivery
            where connection_id = ? and hour >= ?
            group by reason
            """,
            connection.value(),
            moment.truncatedTo(ChronoUnit.HOURS));
    return database
        .readBare(c -> query.list(c, row -> new Sum(Refusal.valueOf(row.text()), row.number())))
        .stream()
        .collect(Collectors.toMap(Sum::reason, Sum::number));
  }

  @Override
  public void forgetBefore(Instant moment) {
    var query =
        Query.of(
            "delete from refused_delivery where hour < ?", moment.truncatedTo(ChronoUnit.HOURS));
    database.writeBare(query::write);
  }
}

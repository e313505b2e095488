package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.DeadLetters.Selection;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.ReceivedDeliveries;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/// Received deliveries in PostgreSQL.
final class PostgresReceivedDeliveries implements ReceivedDeliveries {
  private record Stored(long number, IncomingDelivery delivery) {}

  private record Header(long number, String name, String value) {}

  private final Database database;

  PostgresReceivedDeliveries(Database database) {
    this.database = database;
  }

  @Override
  public SequencedMap<Long, IncomingDelivery> last(
      ConnectionId connection, long before, int atMost) {
    return portion(
        connection,
        Query.of(
            """
            select connection_id, delivery_id from delivery
            where connection_id = ? and delivery_id < ? order by delivery_id desc limit ?
            """,
            connection.value(),
            before,
            atMost));
  }

  @Override
  public SequencedMap<Long, IncomingDelivery> deadLetters(
      Selection selection, long before, int atMost) {
    return portion(
        selection.connection(),
        Query.of("select task.connection_id, task.delivery_id from delivery_task task where")
            .add(PostgresDeadLetters.chosen(selection))
            .add(
                "and task.delivery_id < ? order by task.delivery_id desc limit ?", before, atMost));
  }

  /// Sizes are known without the bodies, which only those have that are sent.
  private SequencedMap<Long, IncomingDelivery> portion(ConnectionId connection, Query chosen) {
    return list(
        connection,
        Query.of("with chosen as (")
            .add(chosen)
            .add(
                """
                ), sized as (
                  select d.connection_id, d.delivery_id,
                    sum(octet_length(d.body)) over (order by d.delivery_id desc)
                      - octet_length(d.body) as bytes_before
                  from chosen
                  join delivery d
                    on d.connection_id = chosen.connection_id
                      and d.delivery_id = chosen.delivery_id
                )
                select d.delivery_id, d.received_at, d.body
                from sized
                join delivery d
                  on d.connection_id = sized.connection_id and d.delivery_id = sized.delivery_id
                where sized.bytes_before < ?
                order by d.delivery_id desc
                """,
                PORTION_BYTES));
  }

  private SequencedMap<Long, IncomingDelivery> list(ConnectionId connection, Query query) {
    var found = new LinkedHashMap<Long, IncomingDelivery>();
    database
        .readBare(c ->
            query.list(
                c,
                row ->
                    new Stored(
                        row.number(),
                        new IncomingDelivery(connection, row.instant(), row.bytes()))))
        .forEach(each -> found.put(each.number(), each.delivery()));
    return found;
  }

  @Override
  public Map<Long, Map<String, String>> headers(ConnectionId connection, Set<Long> numbers) {
    var query =
        Query.of(
            """
            select delivery_id, name, value from delivery_header
            where connection_id = ? and delivery_id = any(?)
            """,
            connection.value(),
            numbers.toArray(Long[]::new));
    var found = new TreeMap<Long, Map<String, String>>();
    database
        .readBare(c -> query.list(c, row -> new Header(row.number(), row.text(), row.text())))
        .forEach(header ->
            found
                .computeIfAbsent(header.number(), _ -> new TreeMap<>())
                .put(header.name(), header.value()));
    return found;
  }
}

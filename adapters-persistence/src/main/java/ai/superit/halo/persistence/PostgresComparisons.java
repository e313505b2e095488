package ai.superit.halo.persistence;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.sync.Comparisons;
import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Difference;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.ticket.Ticket;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Compares in PostgreSQL, column by column, and keeps the reports there.
final class PostgresComparisons implements Comparisons {
  /// Routes are not Halo's word, so they are not compared.
  private static final Route ANY = new Route.Unrouted(Route.Reason.NO_LINK);

  private final Database database;

  PostgresComparisons(Database database) {
    this.database = database;
  }

  @Override
  public Map<Long, List<String>> clients(
      ConnectionId connection, List<Client> sent, Instant since) {
    return compared(MirrorTables.CLIENTS, connection, sent, since);
  }

  @Override
  public Map<Long, List<String>> sites(ConnectionId connection, List<Site> sent, Instant since) {
    return compared(MirrorTables.SITES, connection, sent, since);
  }

  @Override
  public Map<Long, List<String>> contacts(
      ConnectionId connection, List<Contact> sent, Instant since) {
    return compared(MirrorTables.CONTACTS, connection, sent, since);
  }

  @Override
  public Map<Long, List<String>> assets(ConnectionId connection, List<Asset> sent, Instant since) {
    return compared(MirrorTables.ASSETS, connection, sent, since);
  }

  @Override
  public Map<Long, List<String>> tickets(
      ConnectionId connection, List<Ticket> sent, Instant since) {
    var routed = sent.stream().map(ticket -> new RoutedTicket(ticket, ANY)).toList();
    return compared(MirrorTables.TICKETS, connection, routed, since);
  }

  @Override
  public Map<Long, List<String>> invoices(
      ConnectionId connection, List<Invoice> sent, Instant since) {
    return compared(MirrorTables.INVOICES, connection, sent, since);
  }

  private <T> Map<Long, List<String>> compared(
      MirrorTable<T> table, ConnectionId connection, List<T> sent, Instant since) {
    return database.readBare(c -> table.compare(c, connection, sent, since)).entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> entry.getValue().stream().map(PostgresComparisons::field).toList()));
  }

  /// The columns have the names of the fields, in the form of the database.
  private static String field(String column) {
    var name = new StringBuilder();
    for (var word : column.split("_", -1)) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }

  @Override
  public void keep(SyncRun run, Counts counts, List<Difference> differences) {
    var connection = run.connection().value();
    var resource = run.resource().name();
    var report =
        Query.of(
            """
            insert into comparison (connection_id, resource, run_id, equal, different, missing_here,
              missing_in_halo, duplicates, unreadable)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (connection_id, resource) do update
            set run_id = excluded.run_id, equal = excluded.equal, different = excluded.different,
              missing_here = excluded.missing_here, missing_in_halo = excluded.missing_in_halo,
              duplicates = excluded.duplicates, unreadable = excluded.unreadable
            """,
            connection,
            resource,
            run.id(),
            counts.equal(),
            counts.different(),
            counts.missingHere(),
            counts.missingInHalo(),
            counts.duplicates(),
            counts.unreadable());
    var added =
        Query.of(
            """
            insert into comparison_difference (connection_id, resource, run_id, position, kind,
              halo_key, fields)
            select ?, ?, ?, d.position, d.kind, d.halo_key, coalesce(string_to_array(nullif(d.fields, ''), ','), '{}')
            from unnest(?::int8[], ?::text[], ?::text[], ?::text[]) as d(position, kind, halo_key, fields)
            """,
            connection,
            resource,
            run.id(),
            LongStream.rangeClosed(1, differences.size()).boxed().toArray(Long[]::new),
            differences.stream().map(each -> each.kind().name()).toArray(String[]::new),
            differences.stream().map(Difference::key).toArray(String[]::new),
            differences.stream()
                .map(each -> String.join(",", each.fields()))
                .toArray(String[]::new));
    database.writeBare(c -> {
      report.write(c);
      Query.of(
              "delete from comparison_difference where connection_id = ? and resource = ?",
              connection,
              resource)
          .write(c);
      return added.write(c);
    });
  }

  @Override
  public List<Report> list(ConnectionId connection) {
    var query =
        Query.of(
            """
            select resource, run_id, equal, different, missing_here, missing_in_halo, duplicates,
              unreadable
            from comparison
            where connection_id = ?
            """,
            connection.value());
    return database.readBare(c -> query.list(c, PostgresComparisons::report)).stream()
        .sorted(Comparator.comparing(Report::resource))
        .toList();
  }

  @Override
  public Slice<Listed> differences(
      ConnectionId connection, Resource resource, UUID run, PageArgs<Long> page) {
    var query =
        Query.of(
            """
            select position, kind, halo_key, fields
            from comparison_difference
            where connection_id = ? and resource = ? and run_id = ?
            """,
            connection.value(),
            resource.name(),
            run);
    page.from()
        .ifPresent(
            from -> query.add(page.backward() ? "and position < ?" : "and position > ?", from));
    query.add(
        page.backward() ? "order by position desc limit ?" : "order by position limit ?",
        page.size() + 1);
    return Slices.of(page, database.readBare(c -> query.list(c, PostgresComparisons::listed)));
  }

  private static Report report(Row row) throws SQLException {
    return new Report(
        Resource.valueOf(row.text()),
        row.uuid(),
        new Counts(
            row.number(), row.number(), row.number(), row.number(), row.number(), row.number()));
  }

  private static Listed listed(Row row) throws SQLException {
    return new Listed(
        row.number(),
        new Difference(
            Difference.Kind.valueOf(row.text()), row.text(), row.optionalTexts().orElseThrow()));
  }
}

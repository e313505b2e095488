package ai.superit.halo.persistence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static java.util.stream.Collectors.toUnmodifiableSet;

import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.WebhookWatch;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ChosenEvents;
import ai.superit.halo.domain.webhook.WebhookEvent;
import ai.superit.halo.domain.webhook.WebhookProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What is known of webhooks in HaloPSA, in PostgreSQL.
final class PostgresWebhookWatch implements WebhookWatch {
  private record Chosen(WebhookEvent event, int number) {}

  private final Database database;

  PostgresWebhookWatch(Database database) {
    this.database = database;
  }

  @Override
  public Watched watched(ConnectionId connection) {
    return database.readBare(c -> {
      var events = events(c, connection);
      return Query.of(
              """
              select automatic, halo_id, since, found_at, problems, detail, other_events, repairs,
                repaired_at, repaired
              from webhook_watch where connection_id = ?
              """,
              connection.value())
          .list(c, row -> watched(row, events))
          .stream()
          .findFirst()
          .orElseGet(() ->
              new Watched(
                  false,
                  Optional.empty(),
                  Optional.empty(),
                  events,
                  Optional.empty(),
                  Repairs.NONE));
    });
  }

  /// What somebody chose, or else the default.
  static ChosenEvents events(Connection c, ConnectionId connection) throws SQLException {
    var chosen =
        Query.of(
                "select event, number from webhook_event where connection_id = ?",
                connection.value())
            .list(c, row -> new Chosen(WebhookEvent.valueOf(row.text()), (int) row.number()));
    return chosen.isEmpty()
        ? ChosenEvents.DEFAULT
        : new ChosenEvents(
            chosen.stream().collect(groupingBy(Chosen::event, mapping(Chosen::number, toSet()))));
  }

  private static Watched watched(Row row, ChosenEvents events) throws SQLException {
    var automatic = row.flag();
    var haloId = row.optionalText();
    var since = row.optionalInstant();
    var foundAt = row.optionalInstant();
    var problems = problems(row);
    var detail = row.text();
    var others = List.of(row.numbers()).stream().map(Math::toIntExact).collect(toUnmodifiableSet());
    var finding = foundAt.map(at -> new Finding(at, problems, detail, others));
    var repairs = new Repairs(row.number(), row.optionalInstant(), problems(row));
    return new Watched(automatic, haloId, since, events, finding, repairs);
  }

  private static Set<WebhookProblem> problems(Row row) throws SQLException {
    return row.optionalTexts().orElse(List.of()).stream()
        .map(WebhookProblem::valueOf)
        .collect(toUnmodifiableSet());
  }

  @Override
  public Optional<IncomingDelivery> latest(ConnectionId connection) {
    var query =
        Query.of(
            """
            select received_at, body from delivery
            where connection_id = ? order by delivery_id desc limit 1
            """,
            connection.value());
    return database
        .readBare(
            c -> query.list(c, row -> new IncomingDelivery(connection, row.instant(), row.bytes())))
        .stream()
        .findFirst();
  }

  @Override
  public void registered(ConnectionId connection, String haloId, Instant now) {
    var query =
        Query.of(
            """
            insert into webhook_watch as before (connection_id, automatic, halo_id, since,
              claimed_at, found_at)
            values (?, true, ?, ?, ?, ?)
            on conflict (connection_id) do update
            set automatic = true, halo_id = excluded.halo_id,
              since = case when before.automatic then before.since else excluded.since end,
              claimed_at = excluded.claimed_at, found_at = excluded.found_at, problems = '{}',
              detail = ''
            """,
            connection.value(),
            haloId,
            now,
            now,
            now);
    database.writeBare(query::write);
  }

  @Override
  public void leftToPeople(ConnectionId connection, Instant now) {
    var query =
        Query.of(
            """
            insert into webhook_watch (connection_id, since) values (?, ?)
            on conflict (connection_id) do update
            set automatic = false, since = excluded.since, found_at = null, problems = '{}',
              detail = '', other_events = '{}'
            """,
            connection.value(),
            now);
    database.writeBare(query::write);
  }

  @Override
  public void choose(ConnectionId connection, ChosenEvents events) {
    var names = new ArrayList<String>();
    var numbers = new ArrayList<Integer>();
    events
        .numbers()
        .forEach((event, of) ->
            of.forEach(number -> {
              names.add(event.name());
              numbers.add(number);
            }));
    database.writeBare(c -> {
      Query.of(
              """
              update webhook_watch
              set claimed_at = '-infinity', unwanted = array(
                (select unnest(unwanted)
                 union
                 select number from webhook_event where connection_id = ?)
                except
                select unnest(?::int4[]))
              where connection_id = ?
              """,
              connection.value(),
              numbers.toArray(Integer[]::new),
              connection.value())
          .write(c);
      Query.of("delete from webhook_event where connection_id = ?", connection.value()).write(c);
      return Query.of(
              """
              insert into webhook_event (connection_id, event, number)
              select ?, chosen.event, chosen.number
              from unnest(?::text[], ?::int4[]) as chosen(event, number)
              on conflict do nothing
              """,
              connection.value(),
              names.toArray(String[]::new),
              numbers.toArray(Integer[]::new))
          .write(c);
    });
  }

  @Override
  public Set<Integer> unwanted(ConnectionId connection) {
    var query =
        Query.of(
            "select unnest(unwanted) from webhook_watch where connection_id = ?",
            connection.value());
    return database.readBare(c -> query.list(c, row -> (int) row.number())).stream()
        .collect(toUnmodifiableSet());
  }

  @Override
  public void removed(ConnectionId connection, Set<Integer> numbers) {
    var query =
        Query.of(
            """
            update webhook_watch
            set unwanted = array(select unnest(unwanted) except select unnest(?::int4[]))
            where connection_id = ?
            """,
            numbers.toArray(Integer[]::new),
            connection.value());
    database.writeBare(query::write);
  }

  @Override
  public boolean claim(ConnectionId connection, Instant now, Instant before) {
    var query =
        Query.of(
            """
            update webhook_watch set claimed_at = ?
            where connection_id = ? and automatic and claimed_at <= ?
            """,
            now,
            connection.value(),
            before);
    return database.writeBare(query::write) == 1;
  }

  @Override
  public boolean beginChange(ConnectionId connection, UUID change, Instant now, Instant until) {
    var query =
        Query.of(
            """
            insert into webhook_change as before (connection_id, change, until)
            values (?, ?, ?)
            on conflict (connection_id) do update
            set change = excluded.change, until = excluded.until
            where before.until <= ?
            """,
            connection.value(),
            change,
            until,
            now);
    return database.writeBare(query::write) == 1;
  }

  @Override
  public void endChange(ConnectionId connection, UUID change) {
    var query =
        Query.of(
            "delete from webhook_change where connection_id = ? and change = ?",
            connection.value(),
            change);
    database.writeBare(query::write);
  }

  @Override
  public void found(ConnectionId connection, Finding finding, Set<WebhookProblem> mended) {
    var others = finding.otherEvents().stream().map(Integer::longValue).sorted();
    var query =
        Query.of(
                """
                update webhook_watch
                set found_at = ?, problems = ?, detail = ?, other_events = ?
                """,
                finding.at(),
                names(finding.problems()),
                finding.detail(),
                others.toArray(Long[]::new))
            .add(
                mended.isEmpty()
                    ? Query.of("")
                    : Query.of(
                        ", repairs = repairs + 1, repaired_at = ?, repaired = ?",
                        finding.at(),
                        names(mended)))
            .add("where connection_id = ?", connection.value());
    database.writeBare(query::write);
  }

  private static String[] names(Set<WebhookProblem> problems) {
    return problems.stream().sorted().map(Enum::name).toArray(String[]::new);
  }
}

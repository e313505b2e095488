package ai.superit.halo.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.webhook.DeadLetters;
import ai.superit.halo.application.webhook.DeliveryHistory;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What became of deliveries: the tasks in PostgreSQL, with the steps of those that did not go
/// smoothly.
final class PostgresDeliveryHistory implements DeliveryHistory {
  private static final String COLUMNS =
      """
      delivery_id, state, reason, attempt, received_at, happened_at, finished_at, events, objects
      """;

  private static final Duration ONE_DAY = Duration.ofDays(1);

  private final Database database;

  PostgresDeliveryHistory(Database database) {
    this.database = database;
  }

  @Override
  public Slice<Entry> list(ConnectionId connection, Filter filter, PageArgs<Long> page) {
    var query = page(connection, filter, page);
    return Slices.of(page, database.readBare(c -> query.list(c, PostgresDeliveryHistory::entry)));
  }

  /// What an object has is found by its index, however many others there are; and so is what tells
  /// of an event, first or among others.
  static Query page(ConnectionId connection, Filter filter, PageArgs<Long> page) {
    if (filter.object().isPresent()) {
      var ofObject =
          Query.of(
              """
              with task as materialized (
                select * from delivery_task
                where objects @> ?::text[] and objects <> '{}' and connection_id = ?
              )
              """,
              new String[] {DeliveryEndings.text(filter.object().get())},
              connection.value());
      var events = filter.event().map(event -> Query.of("and ? = any(events)", event));
      return ofObject.add(
          page("task", events.orElseGet(() -> Query.of("")), connection, filter, page));
    }
    if (filter.event().isEmpty()) {
      return page("delivery_task", Query.of(""), connection, filter, page);
    }
    var event = filter.event().get();
    var first = Query.of("and events[1] = ? and events <> '{}'", event);
    var among =
        Query.of(
            "and cardinality(events) > 1 and events[1] <> ? and ? = any(events)", event, event);
    return Query.of("select * from ((")
        .add(page("delivery_task", first, connection, filter, page))
        .add(") union all (")
        .add(page("delivery_task", among, connection, filter, page))
        .add(")) as found")
        .add(order(page), page.size() + 1);
  }

  /// Numbers begin with the day of the receipt, or of the batch that began just before it; those
  /// from before there were days are all lower.
  private static Query page(
      String tasks, Query condition, ConnectionId connection, Filter filter, PageArgs<Long> page) {
    var query =
        Query.of("select " + COLUMNS + "from " + tasks)
            .add("where connection_id = ? and received_at >= ?", connection.value(), filter.since())
            .add(
                """
                and delivery_id >= (
                  select case when min(delivery_id) < ? then 0 else ? end
                  from delivery_task
                  where connection_id = ?)
                """,
                new DeliveryDay(1).firstId(),
                DeliveryDay.of(filter.since().minus(ONE_DAY)).firstId(),
                connection.value())
            .add(condition);
    filter.state().ifPresent(state -> query.add(condition(state)));
    page.from()
        .ifPresent(from ->
            query.add(page.backward() ? "and delivery_id > ?" : "and delivery_id < ?", from));
    return query.add(order(page), page.size() + 1);
  }

  private static String order(PageArgs<Long> page) {
    return page.backward() ? "order by delivery_id limit ?" : "order by delivery_id desc limit ?";
  }

  @Override
  public Optional<Story> find(ConnectionId connection, long number) {
    var task =
        Query.of(
            "select " + COLUMNS + "from delivery_task where connection_id = ? and delivery_id = ?",
            connection.value(),
            number);
    var steps =
        Query.of(
            """
            select at, attempt, what, reason
            from delivery_step
            where connection_id = ? and delivery_id = ?
            order by at, attempt
            """,
            connection.value(),
            number);
    var body =
        Query.of(
            "select substr(body, 1, ?) from delivery where connection_id = ? and delivery_id = ?",
            DeadLetters.SHOWN_BYTES,
            connection.value(),
            number);
    var headers =
        Query.of(
            "select name, value from delivery_header where connection_id = ? and delivery_id = ?",
            connection.value(),
            number);
    return database.readBare(c -> {
      var found = task.list(c, PostgresDeliveryHistory::entry);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      var beginning = body.list(c, row -> new String(row.bytes(), UTF_8)).stream().findFirst();
      return Optional.of(
          new Story(
              found.getFirst(),
              steps.list(c, PostgresDeliveryHistory::step),
              beginning.orElse(""),
              headers.list(c, row -> Map.entry(row.text(), row.text())).stream()
                  .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
    });
  }

  private static String condition(State state) {
    return switch (state) {
      case WAITING -> "and state = 'OPEN'";
      case APPLIED -> "and state = 'APPLIED'";
      case SKIPPED -> "and state = 'SKIPPED'";
      case QUARANTINED, PARKED, DISCARDED ->
          "and state in ('QUARANTINED', 'PARKED', 'DISCARDED') and state = '" + state + "'";
    };
  }

  private static Entry entry(Row row) throws SQLException {
    var number = row.number();
    var stored = row.text();
    var reason = row.text();
    return new Entry(
        number,
        state(stored),
        reason,
        (int) row.number(),
        new Times(row.instant(), row.optionalInstant(), row.optionalInstant()),
        new About(
            texts(row),
            texts(row).stream().map(PostgresDeliveryHistory::object).collect(Collectors.toSet())));
  }

  private static State state(String stored) {
    return stored.equals("OPEN") ? State.WAITING : State.valueOf(stored);
  }

  private static Set<String> texts(Row row) throws SQLException {
    return row.optionalTexts().<Set<String>>map(Set::copyOf).orElse(Set.of());
  }

  private static Step step(Row row) throws SQLException {
    return new Step(row.instant(), (int) row.number(), What.valueOf(row.text()), row.text());
  }

  private static ObjectRef object(String text) {
    var pair = text.split(":", 2);
    return new ObjectRef(ObjectRef.Kind.valueOf(pair[0]), Long.parseLong(pair[1]));
  }
}

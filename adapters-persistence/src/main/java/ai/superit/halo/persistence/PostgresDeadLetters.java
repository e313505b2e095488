package ai.superit.halo.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.webhook.DeadLetters;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/// Dead letters in PostgreSQL: tasks in the states in which workers do not look for them.
final class PostgresDeadLetters implements DeadLetters {
  /// What a person did is one of the steps of each delivery.
  private static final String STEPS =
      """
      insert into delivery_step (connection_id, delivery_id, at, attempt, what, reason)
      select connection_id, delivery_id, now(), 0, ?, ? from changed
      """;

  private static final int AT_ONCE = 10_000;

  private final Database database;
  private final Runnable onReplay;

  /// @param onReplay tells workers that there is something to do
  PostgresDeadLetters(Database database, Runnable onReplay) {
    this.database = database;
    this.onReplay = onReplay;
  }

  @Override
  public List<Cause> causes(Selection selection, int atMost) {
    var query =
        Query.of("select state, reason, count(*), min(received_at), max(received_at)")
            .add("from delivery_task task where")
            .add(chosen(selection))
            .add("group by state, reason order by count(*) desc, state, reason limit ?", atMost);
    return database.readBare(c ->
        query.list(
            c,
            row ->
                new Cause(
                    Kind.valueOf(row.text()),
                    row.text(),
                    row.number(),
                    row.instant(),
                    row.instant())));
  }

  @Override
  public Slice<DeadLetter> list(Selection selection, PageArgs<Long> page) {
    var query =
        Query.of(
                """
                select task.delivery_id, task.state, task.reason, task.attempt, task.received_at,
                  substr(d.body, 1, %d)
                from (select * from delivery_task task where
                """
                    .formatted(SHOWN_BYTES))
            .add(chosen(selection));
    page.from()
        .ifPresent(from ->
            query.add(page.backward() ? "and delivery_id > ?" : "and delivery_id < ?", from));
    query
        .add(
            page.backward() ? "order by delivery_id limit ?" : "order by delivery_id desc limit ?",
            page.size() + 1)
        .add(
            """
            ) as task
            join delivery d
              on d.connection_id = task.connection_id and d.delivery_id = task.delivery_id
            """)
        .add(page.backward() ? "order by task.delivery_id" : "order by task.delivery_id desc");
    return Slices.of(page, database.readBare(c -> query.list(c, PostgresDeadLetters::letter)));
  }

  @Override
  public long count(Selection selection) {
    var query = Query.of("select count(*) from delivery_task task where").add(chosen(selection));
    return database.readBare(query::number);
  }

  @Override
  public int replay(Selection selection) {
    try {
      return change(
          selection,
          Optional.empty(),
          portion ->
              Query.of("with changed as (update delivery_task task")
                  .add("set state = 'OPEN', replayed_after = attempt, reason = '',")
                  .add("due_at = received_at, finished_at = null, replayed_at = now() where")
                  .add(portion)
                  .add(
                      """
                      and exists (
                        select from delivery d
                        where d.connection_id = task.connection_id
                          and d.delivery_id = task.delivery_id)
                      returning task.connection_id, task.delivery_id
                      ), vouched as (
                        insert into delivery_vouched (connection_id, delivery_id)
                        select connection_id, delivery_id from changed
                        on conflict do nothing
                      )
                      """)
                  .add(STEPS, "REPLAYED", ""));
    } finally {
      onReplay.run();
    }
  }

  @Override
  public int discard(Selection selection, String why) {
    return change(
        selection,
        Optional.of(why),
        portion ->
            Query.of("with changed as (update delivery_task task")
                .add("set state = 'DISCARDED', reason = ?, finished_at = now() where", why)
                .add(portion)
                .add("returning connection_id, delivery_id)")
                .add(STEPS, "DISCARDED", why));
  }

  /// In portions, each a transaction of its own, since no statement may take long.
  private int change(Selection selection, Optional<String> why, UnaryOperator<Query> statement) {
    var changed = 0;
    var after = OptionalLong.of(Long.MIN_VALUE);
    while (after.isPresent()) {
      var from = after.getAsLong();
      after = endOfPortion(selection, from);
      if (after.isPresent()) {
        var portion =
            chosen(selection)
                .add("and task.delivery_id > ? and task.delivery_id <= ?", from, after.getAsLong());
        changed +=
            database.writeBare(c -> told(c, selection, why, statement.apply(portion).write(c)));
      }
    }
    return changed;
  }

  private OptionalLong endOfPortion(Selection selection, long after) {
    var query =
        Query.of("select max(delivery_id) from (select delivery_id from delivery_task task where")
            .add(chosen(selection))
            .add(
                """
                and task.delivery_id > ? order by task.delivery_id limit ?
                ) as portion
                having count(*) > 0
                """,
                after,
                AT_ONCE);
    return database.readBare(c -> query.list(c, Row::number)).stream()
        .mapToLong(number -> number)
        .findFirst();
  }

  /// One entry for all of a portion in the audit log.
  private static int told(Connection c, Selection selection, Optional<String> why, int count)
      throws SQLException {
    if (count > 0) {
      Query.of(
              """
              select 1, audit_append(?, null, 'DEAD_LETTERS', null,
                jsonb_strip_nulls(jsonb_build_object('count', ?::int8, 'because', ?::text,
                  'kind', ?::text, 'reason', ?::text, 'numbers', ?::int8[])))
              """,
              selection.connection().value(),
              count,
              why.orElse(null),
              selection.kind().map(Kind::name).orElse(null),
              selection.reason().orElse(null),
              selection.numbers().toArray(Long[]::new))
          .number(c);
    }
    return count;
  }

  /// A condition on `task`. What was skipped is meant only where that is said.
  static Query chosen(Selection selection) {
    var query = Query.of("task.connection_id = ?", selection.connection().value());
    query.add(
        selection.meansSkipped()
            ? "and task.state in ('QUARANTINED', 'PARKED', 'SKIPPED')"
            : "and task.state in ('QUARANTINED', 'PARKED')");
    selection.kind().ifPresent(kind -> query.add("and task.state = ?", kind.name()));
    selection.reason().ifPresent(reason -> query.add("and task.reason = ?", reason));
    if (!selection.numbers().isEmpty()) {
      query.add(
          "and task.delivery_id = any(?::int8[])",
          (Object) selection.numbers().toArray(Long[]::new));
    }
    return query;
  }

  private static DeadLetter letter(Row row) throws SQLException {
    return new DeadLetter(
        row.number(),
        Kind.valueOf(row.text()),
        row.text(),
        (int) row.number(),
        row.instant(),
        new String(row.bytes(), UTF_8));
  }
}

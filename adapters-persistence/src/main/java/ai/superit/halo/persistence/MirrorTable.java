package ai.superit.halo.persistence;

import static java.util.stream.Collectors.joining;

import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.Revision;
import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.connection.ConnectionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes records of one kind into their table, one statement for a whole batch.
///
/// The statement first joins what comes with what is stored, so that a batch in which nothing
/// changed writes nothing; the conditions of the conflict clause repeat this for rows that somebody
/// else stores at the same moment. The ids are given once more as an array, because without
/// statistics, as in a first sync, the planner would rather read the whole table than look for each
/// row of the batch. Rows are stored in the order of their keys, so that two batches lock common
/// rows in the same order.
final class MirrorTable<T> {
  private static final int MAX_BATCH = 2_000;

  /// Later than anything was stored.
  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  private static final Set<Column.Part> OPTIONALS =
      Set.of(Column.Part.OPTIONAL, Column.Part.LATEST_OWN);
  private static final String UPDATE =
      """
      update
      set %(sets), halo_updated_at = excluded.halo_updated_at,
        content_hash = excluded.content_hash, synced_at = excluded.synced_at,
        source = excluded.source, deleted_at = null
      where excluded.halo_updated_at >= s.halo_updated_at
        and (excluded.content_hash <> s.content_hash or s.deleted_at is not null%(excluded))\
      """;

  private final List<Column<T>> keys;
  private final List<Column<T>> columns;
  private final Function<T, Stamp> stamp;
  private final String sql;
  private final String insertion;
  private final String comparison;
  private final String revision;
  private final String locked;

  /// @param keys what names a record within its connection; the last one is Halo's id
  /// @param columns all others
  MirrorTable(
      String table, List<Column<T>> keys, Function<T, Stamp> stamp, List<Column<T>> columns) {
    this.keys = keys;
    this.columns = Stream.concat(keys.stream(), columns.stream()).toList();
    this.stamp = stamp;
    this.sql = sql(table, UPDATE);
    this.insertion = sql(table, "nothing");
    this.comparison = comparison(table);
    this.revision =
        """
        select xmin::text::int8
        from %(table)
        where connection_id = ? and %(id) = ?
        """
            .transform(text -> of(text, table));
    this.locked =
        """
        with mirrored as (
          select halo_updated_at, xmin::text::int8 as revision, deleted_at is null as living
          from %(table)
          where connection_id = ? and %(id) = ?
          for no key update
        )
        select m.halo_updated_at, coalesce(m.revision, 0), coalesce(m.living, false),
          m.revision is null and exists (
            select from (
              select halo_updated_at
              from %(table)
              where connection_id = ?
              order by %(id) desc
              limit ?
            ) as latest
            where halo_updated_at > timestamptz 'epoch')
        from (select) as one
        left join mirrored m on true
        """
            .transform(text -> of(text, table));
  }

  private String of(String text, String table) {
    return text.replace("%(table)", table).replace("%(id)", keys.getLast().name());
  }

  Stored store(Connection connection, ConnectionId owner, List<T> rows, Source source)
      throws SQLException {
    var batch = newestOfEach(rows);
    var created = new HashSet<Long>();
    var updated = new HashSet<Long>();
    for (int from = 0; from < batch.size(); from += MAX_BATCH) {
      var part = batch.subList(from, Math.min(from + MAX_BATCH, batch.size()));
      statement(sql, owner, part, source)
          .list(connection, row -> (row.flag() ? created : updated).add(row.number()));
    }
    var unchanged = new HashSet<Long>();
    batch.forEach(row -> unchanged.add(id(row)));
    unchanged.removeAll(created);
    unchanged.removeAll(updated);
    return new Stored(created, updated, unchanged);
  }

  /// What the mirror has of a record, taken out or not.
  Revision revision(Connection connection, ConnectionId owner, long id) throws SQLException {
    return Query.of(revision, owner.value(), id).list(connection, Row::number).stream()
        .map(Revision::new)
        .findFirst()
        .orElse(Revision.NONE);
  }

  /// Stores what a record's own page says, unless it cannot be said whether that is newer than what
  /// is stored. Nobody else writes the record until the transaction under way ends.
  OwnPage.Kept<T> storePage(
      Connection connection, ConnectionId owner, OwnPage<T> page, Source source)
      throws SQLException {
    var mirrored = lock(connection, owner, id(page.record()));
    var read = stamp.apply(page.record());
    var kept = page.asOf().apply(mirrored.followedBy(read));
    if (mirrored.overtakes(page.before(), read)
        && !(mirrored.isUnstamped() && isStored(connection, owner, kept))) {
      return new OwnPage.Kept<>(kept, Stored.NOTHING);
    }
    var stored =
        mirrored.version().isEmpty()
            ? insert(connection, owner, kept, source)
            : store(connection, owner, List.of(kept), source);
    return new OwnPage.Kept<>(kept, stored);
  }

  /// Whether that is what the mirror has, so that none of both is the newer one. Says nothing of a
  /// version that is known: what only the page tells may have changed with it.
  private boolean isStored(Connection connection, ConnectionId owner, T record)
      throws SQLException {
    return compare(connection, owner, List.of(record), NEVER).isEmpty();
  }

  private OwnPage.Mirrored lock(Connection connection, ConnectionId owner, long id)
      throws SQLException {
    return locked(owner, id)
        .list(
            connection,
            row ->
                new OwnPage.Mirrored(
                    row.optionalInstant().map(Stamp::new),
                    new Revision(row.number()),
                    row.flag(),
                    row.flag()))
        .getFirst();
  }

  /// Columns: stamp, revision, whether it lives, all three empty if there is no such record;
  /// whether there is none, but others are stamped.
  Query locked(ConnectionId owner, long id) {
    return Query.of(locked, owner.value(), id, owner.value(), Mirror.LATEST);
  }

  /// Whoever else stores the record at the same moment overtakes the page.
  private Stored insert(Connection connection, ConnectionId owner, T row, Source source)
      throws SQLException {
    var isCreated =
        !statement(insertion, owner, List.of(row), source).list(connection, Row::flag).isEmpty();
    return isCreated ? new Stored(Set.of(id(row)), Set.of(), Set.of()) : Stored.NOTHING;
  }

  /// Writes nothing.
  ///
  /// @param since what was stored at that moment or later is taken for equal
  /// @return ids of the records that differ, with the columns that do; none of one that is missing
  Map<Long, List<String>> compare(
      Connection connection, ConnectionId owner, List<T> rows, Instant since) throws SQLException {
    var batch = newestOfEach(rows);
    var query = Query.of(comparison);
    addValues(query, batch);
    query.add(
        "", stamps(batch), owner.value(), batch.stream().map(this::id).toArray(Long[]::new), since);
    return query
        .list(connection, row -> Map.entry(row.number(), row.optionalTexts().orElseThrow()))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// In the order of the ids.
  List<T> newestOfEach(List<T> rows) {
    var newest = new HashMap<List<@Nullable Object>, T>();
    for (var row : rows) {
      newest.merge(
          keys.stream().<@Nullable Object>map(key -> key.value().apply(row)).toList(),
          row,
          (before, now) -> stamp.apply(now).compareTo(stamp.apply(before)) < 0 ? before : now);
    }
    return newest.values().stream().sorted(Comparator.comparingLong(this::id)).toList();
  }

  private long id(T row) {
    return keys.getLast().value().apply(row) instanceof Long id ? id : 0;
  }

  private Query statement(String sql, ConnectionId owner, List<T> rows, Source source) {
    var query = Query.of(sql);
    addValues(query, rows);
    var hashes = rows.stream().map(this::hash);
    return query.add(
        "",
        stamps(rows),
        hashes.toArray(byte[][]::new),
        owner.value(),
        rows.stream().map(this::id).toArray(Long[]::new),
        owner.value(),
        source.value());
  }

  private void addValues(Query query, List<T> rows) {
    for (var column : columns) {
      var values = new ArrayList<@Nullable Object>(rows.size());
      rows.forEach(row -> values.add(column.value().apply(row)));
      query.add("", column.type().arrayOf(values));
    }
  }

  private Long[] stamps(List<T> rows) {
    return rows.stream().map(row -> Column.micros(stamp.apply(row).at())).toArray(Long[]::new);
  }

  private byte[] hash(T row) {
    var hash = new ContentHash();
    hash.add(stamp.apply(row).at());
    for (var column : columns) {
      if (column.part() == Column.Part.CONTENT) {
        hash.add(column.value().apply(row));
      }
    }
    return hash.bytes();
  }

  /// @param onConflict what is done with a row that somebody stored at the same moment
  private String sql(String table, String onConflict) {
    return """
    with incoming as (
      select %(reads), instant(raw.halo_updated_at) as halo_updated_at, raw.content_hash
      from unnest(%(arrays), ?::int8[], ?::bytea[])
        as raw(%(names), halo_updated_at, content_hash)
    ), changed as (
      select incoming.*
      from incoming
      left join %(table) s on s.connection_id = ? and s.%(id) = any(?) and %(join)
      where s.connection_id is null
        or incoming.halo_updated_at >= s.halo_updated_at
          and (incoming.content_hash <> s.content_hash or s.deleted_at is not null%(optional))
    )
    insert into %(table) as s
      (connection_id, %(names), halo_updated_at, content_hash, synced_at, source)
    select ?, %(names), halo_updated_at, content_hash, now(), ?
    from changed
    order by %(keys)
    on conflict (connection_id, %(keys)) do %(conflict)
    returning s.xmax = 0, s.%(id)
    """
        .replace("%(conflict)", onConflict)
        .replace("%(table)", table)
        .replace(
            "%(reads)", each(columns, c -> c.type().read.formatted(c.name()) + " as " + c.name()))
        .replace("%(arrays)", each(columns, c -> "?::" + c.type().array))
        .replace("%(names)", each(columns, Column::name))
        .replace("%(keys)", each(keys, Column::name))
        .replace("%(join)", join())
        .replace("%(sets)", each(columns.subList(keys.size(), columns.size()), MirrorTable::set))
        .replace("%(optional)", optional("incoming"))
        .replace("%(excluded)", optional("excluded"))
        .replace("%(id)", keys.getLast().name());
  }

  private String comparison(String table) {
    return """
    with incoming as (
      select %(reads), instant(raw.halo_updated_at) as halo_updated_at
      from unnest(%(arrays), ?::int8[]) as raw(%(names), halo_updated_at)
    ), compared as (
      select incoming.%(id) as id, s.connection_id is null or s.deleted_at is not null as missing,
        s.synced_at, array_remove(array[%(differing)], null) as fields
      from incoming
      left join %(table) s on s.connection_id = ? and s.%(id) = any(?) and %(join)
    )
    select id, case when missing then '{}' else fields end
    from compared
    where synced_at is null or synced_at < ? and (missing or fields <> '{}')
    """
        .replace("%(table)", table)
        .replace(
            "%(reads)", each(columns, c -> c.type().read.formatted(c.name()) + " as " + c.name()))
        .replace("%(arrays)", each(columns, c -> "?::" + c.type().array))
        .replace("%(names)", each(columns, Column::name))
        .replace("%(differing)", differing())
        .replace("%(join)", join())
        .replace("%(id)", keys.getLast().name());
  }

  private String differing() {
    var stamps = "case when incoming.halo_updated_at <> s.halo_updated_at then 'updated_at' end";
    var compared =
        columns.stream()
            .filter(column -> !keys.contains(column))
            .flatMap(column ->
                switch (column.part()) {
                  case CONTENT -> Stream.of(differing("", column.name()));
                  case OPTIONAL ->
                      Stream.of(differing("incoming.%1$s is not null and ", column.name()));
                  case LATEST_OWN, CARRIED, CARRIED_OPTIONAL -> Stream.<String>empty();
                });
    return Stream.concat(compared, Stream.of(stamps)).collect(joining(", "));
  }

  private static String differing(String condition, String column) {
    return ("case when " + condition + "incoming.%1$s is distinct from s.%1$s then '%1$s' end")
        .formatted(column);
  }

  private String join() {
    return keys.stream()
        .map(key -> "s.%1$s = incoming.%1$s".formatted(key.name()))
        .collect(joining(" and "));
  }

  private String optional(String row) {
    return columns.stream()
        .filter(column -> OPTIONALS.contains(column.part()))
        .map(column ->
            " or %2$s.%1$s is not null and %2$s.%1$s is distinct from s.%1$s"
                .formatted(column.name(), row))
        .collect(joining());
  }

  private static String set(Column<?> column) {
    var form =
        switch (column.part()) {
          case CONTENT, CARRIED, LATEST_OWN -> "%1$s = excluded.%1$s";
          case OPTIONAL, CARRIED_OPTIONAL -> "%1$s = coalesce(excluded.%1$s, s.%1$s)";
        };
    return form.formatted(column.name());
  }

  private static <T> String each(List<Column<T>> columns, Function<Column<T>, String> form) {
    return columns.stream().map(form).collect(joining(", "));
  }
}

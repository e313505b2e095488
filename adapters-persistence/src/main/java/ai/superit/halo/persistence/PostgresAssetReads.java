package ai.superit.halo.persistence;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.asset.AssetReads;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.TicketId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/// Assets in PostgreSQL.
final class PostgresAssetReads implements AssetReads {
  private static final int MAX_RELATED = 100;

  /// An asset, if there is one, beside the thing that it was asked for.
  private record Beside(ConnectionId connection, long id, Optional<Mirrored<Asset>> asset) {}

  private final Database database;

  PostgresAssetReads(Database database) {
    this.database = database;
  }

  @Override
  public Slice<Mirrored<Asset>> assets(
      Visibility visibility, Filter filter, PageArgs<Key<AssetId>> page) {
    var query =
        Query.of("select " + Rows.ASSET + " from asset a where")
            .add(conditions(visibility, filter));
    page.from()
        .ifPresent(from ->
            query.add(
                page.backward()
                    ? "and (a.connection_id, a.asset_id) < (?, ?)"
                    : "and (a.connection_id, a.asset_id) > (?, ?)",
                from.connection().value(),
                from.id().value()));
    query.add(
        page.backward()
            ? "order by a.connection_id desc, a.asset_id desc limit ?"
            : "order by a.connection_id, a.asset_id limit ?",
        page.size() + 1);
    return Slices.of(page, database.readBare(c -> query.list(c, Rows::asset)));
  }

  @Override
  public long countAssets(Visibility visibility, Filter filter) {
    var query = Query.of("select count(*) from asset a where").add(conditions(visibility, filter));
    return database.readBare(query::number);
  }

  @Override
  public Map<Key<AssetId>, Mirrored<Asset>> assetsByKey(
      Visibility visibility, Set<Key<AssetId>> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    var query =
        Query.of("select " + Rows.ASSET + " from")
            .add(Keys.table(keys, AssetId::value))
            .add("join asset a on a.connection_id = k.connection_id and a.asset_id = k.id")
            .add("where a.deleted_at is null and")
            .add(Visible.assets(visibility));
    return database.readBare(c -> query.list(c, Rows::asset)).stream()
        .collect(
            Collectors.toMap(
                row -> new Key<>(row.connection(), row.value().id()), Function.identity()));
  }

  @Override
  public Map<Key<TicketId>, List<Mirrored<Asset>>> assetsOfTickets(
      Visibility visibility, Set<Key<TicketId>> tickets) {
    if (tickets.isEmpty()) {
      return Map.of();
    }
    var query =
        Query.of("select k.connection_id, k.id, " + Rows.ASSET + " from")
            .add(Keys.table(tickets, TicketId::value))
            .add("join ticket t on t.connection_id = k.connection_id and t.ticket_id = k.id")
            .add(
                """
                left join lateral (
                  select a.*
                  from ticket_asset ta
                  join asset a on a.connection_id = ta.connection_id and a.asset_id = ta.asset_id
                  where ta.connection_id = k.connection_id and ta.ticket_id = k.id
                    and a.deleted_at is null and
                """)
            .add(Visible.assets(visibility))
            .add("order by ta.asset_id limit " + MAX_RELATED + ") as a on true")
            .add("where t.deleted_at is null and")
            .add(Visible.tickets(visibility))
            .add("order by k.connection_id, k.id, a.asset_id");
    return grouped(
        database.readBare(c -> query.list(c, PostgresAssetReads::beside)), TicketId::new);
  }

  @Override
  public Map<Key<AssetId>, Relatives> relativesOf(Visibility visibility, Set<Key<AssetId>> assets) {
    if (assets.isEmpty()) {
      return Map.of();
    }
    var above = related(visibility, assets, "parent_id", "child_id");
    var below = related(visibility, assets, "child_id", "parent_id");
    var result = new HashMap<Key<AssetId>, Relatives>();
    above.forEach((key, parents) ->
        result.put(key, new Relatives(parents, below.getOrDefault(key, List.of()))));
    return result;
  }

  /// Of each asset that the caller may see, those at the other end of its relations.
  private Map<Key<AssetId>, List<Mirrored<Asset>>> related(
      Visibility visibility, Set<Key<AssetId>> assets, String other, String own) {
    var query =
        Query.of("select k.connection_id, k.id, " + Rows.ASSET + " from")
            .add("(select a.connection_id, a.asset_id as id from")
            .add(Keys.table(assets, AssetId::value))
            .add("join asset a on a.connection_id = k.connection_id and a.asset_id = k.id")
            .add("where a.deleted_at is null and")
            .add(Visible.assets(visibility))
            .add(
                """
                ) as k
                left join lateral (
                  select a.*
                  from asset_relation r
                  join asset a on a.connection_id = r.connection_id and a.asset_id = r.%s
                  where r.connection_id = k.connection_id and r.%s = k.id
                    and a.deleted_at is null and
                """
                    .formatted(other, own))
            .add(Visible.assets(visibility))
            .add("order by a.asset_id limit " + MAX_RELATED + ") as a on true")
            .add("order by k.connection_id, k.id, a.asset_id");
    return grouped(database.readBare(c -> query.list(c, PostgresAssetReads::beside)), AssetId::new);
  }

  private static <I> Map<Key<I>, List<Mirrored<Asset>>> grouped(
      List<Beside> rows, LongFunction<I> id) {
    var result = new HashMap<Key<I>, List<Mirrored<Asset>>>();
    for (var row : rows) {
      var list =
          result.computeIfAbsent(
              new Key<>(row.connection(), id.apply(row.id())), _ -> new ArrayList<>());
      row.asset().ifPresent(list::add);
    }
    return result;
  }

  private static Beside beside(Row row) throws SQLException {
    return new Beside(
        row.connection(),
        row.number(),
        row.isAbsent() ? Optional.empty() : Optional.of(Rows.asset(row)));
  }

  @Override
  public FieldsGap fieldsGap(ConnectionId connection, Instant now) {
    var query = OwnPages.ASSETS.gap(connection, now);
    return database
        .readBare(c -> query.list(c, row -> new FieldsGap(row.number(), row.number())))
        .getFirst();
  }

  private static Query conditions(Visibility visibility, Filter filter) {
    var query = Query.of("a.deleted_at is null and").add(Visible.assets(visibility));
    filter.connection().ifPresent(id -> query.add("and a.connection_id = ?", id.value()));
    filter
        .client()
        .ifPresent(client ->
            query.add(
                "and a.connection_id = ? and a.client_id = ?",
                client.connection().value(),
                client.id().value()));
    filter.active().ifPresent(active -> query.add(active ? "and a.active" : "and not a.active"));
    filter.status().ifPresent(status -> query.add("and a.status = ?", status));
    return query;
  }
}

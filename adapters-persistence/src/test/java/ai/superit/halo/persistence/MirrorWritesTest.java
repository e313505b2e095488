package ai.superit.halo.persistence;

import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.team.RoutingTable;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.testing.AssetBuilder;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CleanStore.class)
class MirrorWritesTest {
  private static final int MANY = 20_005;
  private static final Route UNROUTED = new Route.Unrouted(Route.Reason.NO_LINK);

  private final Persistence store = TestDatabase.store();
  private final ConnectionId acme = ConnectionId.random();

  /// Each row carries the number of the transaction that wrote it last, or locked it.
  @Test
  void a_batch_in_which_nothing_changed_neither_writes_nor_locks_a_row() throws SQLException {
    var assets =
        LongStream.range(1, 500)
            .mapToObj(id -> AssetBuilder.anAsset(id).build())
            .map(asset -> asset.id().value() % 2 == 0 ? asset : asset.asOf(Stamp.UNKNOWN))
            .toList();
    var tickets =
        LongStream.range(1, 5_000)
            .mapToObj(
                id -> new RoutedTicket(aTicket(id).about(Set.of(new AssetId(1))).build(), UNROUTED))
            .toList();
    store.mirror().storeAssets(acme, assets, Source.run("first"));
    var created = store.mirror().storeTickets(acme, tickets, Source.run("first"));
    var before = versions();

    var again = store.mirror().storeTickets(acme, tickets, Source.run("second"));
    store.mirror().storeAssets(acme, assets, Source.run("second"));

    assertThat(created.created()).hasSize(4_999);
    assertThat(again.unchanged()).hasSize(4_999);
    assertThat(versions()).isEqualTo(before);
  }

  @Test
  void a_page_that_says_nothing_new_of_a_newer_version_is_dated_all_the_same() throws SQLException {
    var listed = AssetBuilder.anAsset(1).withoutFields();
    store.mirror().storeAssets(acme, List.of(listed.build()), Source.run("first"));
    storePage(AssetBuilder.anAsset(1).build());
    try (var connection = TestDatabase.connect()) {
      Query.of("update asset set page_read_at = timestamptz 'epoch'").write(connection);
    }
    store.mirror().storeAssets(acme, List.of(listed.changed(1).build()), Source.run("second"));

    var page = AssetBuilder.anAsset(1).changed(1).build();
    assertThat(storePage(page).updated()).isEmpty();

    assertThat(count("asset where page_read_at > timestamptz 'epoch' and not fields_unread"))
        .isEqualTo(1);
  }

  private Stored storePage(Asset page) {
    var ref = new ObjectRef(ObjectRef.Kind.ASSET, page.id().value());
    var before = store.mirror().revision(acme, ref);
    return store.mirror().storePage(acme, page, before, Source.reread("fields"));
  }

  /// More than one statement takes.
  @Test
  void very_many_tickets_change_their_team_all_at_once_or_not_at_all() throws SQLException {
    ticketsWithTag(MANY);
    var toBlue = new RoutingTable(Map.of(), Optional.of(new TeamId("blue")));

    assertThatThrownBy(() ->
            store
                .transactions()
                .inTransaction(() -> {
                  assertThat(reroute(toBlue)).isEqualTo(MANY);
                  throw new IllegalStateException("killed");
                }))
        .hasMessage("killed");
    assertThat(count("ticket where team = 'blue'")).isZero();

    assertThat(reroute(toBlue)).isEqualTo(MANY);
    assertThat(count("ticket where team = 'blue' and route_reason = 'DEFAULT_TEAM'"))
        .isEqualTo(MANY);
    assertThat(reroute(toBlue)).isZero();
  }

  @Test
  void very_many_tickets_are_linked_to_the_asset_that_they_name() throws SQLException {
    ticketsWithTag(MANY);
    var tagged = AssetBuilder.anAsset(1).tagged("T").build();
    store.mirror().storeAssets(acme, List.of(tagged), Source.run("first"));

    assertThat(store.mirror().linkTaggedAssets(acme)).isEqualTo(MANY);
    assertThat(count("ticket_asset")).isEqualTo(MANY);
    assertThat(store.mirror().linkTaggedAssets(acme)).isZero();
  }

  private long reroute(RoutingTable routing) {
    return store.ticketRoutes().reroute(acme, routing, Set.of());
  }

  /// Of a tenant that the statistics of the database do not know yet.
  private void ticketsWithTag(int tickets) throws SQLException {
    try (var connection = TestDatabase.connect()) {
      ticketsOf(connection, ConnectionId.random(), tickets);
      Query.of("analyze ticket").write(connection);
      ticketsOf(connection, acme, tickets);
    }
  }

  private static void ticketsOf(Connection connection, ConnectionId owner, int tickets)
      throws SQLException {
    Query.of(
            """
            insert into ticket (connection_id, ticket_id, client_id, halo_updated_at, opened_at,
              synced_at, status_id, closed, route_reason, halo_team, summary, details, category,
              source, content_hash, asset_tag)
            select ?, i, 1, now(), now(), now(), 1, false, 'NO_LINK', '', '', '', '', 'run:x', '',
              'T'
            from generate_series(1, ?) as i
            """,
            owner.value(),
            tickets)
        .write(connection);
  }

  private static long count(String rows) throws SQLException {
    try (var connection = TestDatabase.connect()) {
      return Query.of("select count(*) from " + rows).number(connection);
    }
  }

  private static List<String> versions() throws SQLException {
    try (var connection = TestDatabase.connect()) {
      return Query.of(
              """
              select count(*) || ' ' || max(xmin::text::bigint) || ' ' || max(xmax::text::bigint)
              from ticket
              union all
              select count(*) || ' ' || max(xmin::text::bigint) || ' ' || max(xmax::text::bigint)
              from ticket_asset
              union all
              select count(*) || ' ' || max(xmin::text::bigint) || ' ' || max(xmax::text::bigint)
              from asset
              """)
          .list(connection, Row::text);
    }
  }
}

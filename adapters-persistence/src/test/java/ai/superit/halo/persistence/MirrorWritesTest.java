package ai.superit.halo.persistence;

import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.testing.AssetBuilder;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CleanStore.class)
class MirrorWritesTest {
  private static final Route UNROUTED = new Route.Unrouted(Route.Reason.NO_LINK);

  private final Persistence store = TestDatabase.store();
  private final ConnectionId acme = ConnectionId.random();

  /// Each row carries the number of the transaction that wrote it last, or locked it.
  @Test
  void a_batch_in_which_nothing_changed_neither_writes_nor_locks_a_row() throws SQLException {
    var assets = LongStream.range(1, 500).mapToObj(id -> AssetBuilder.anAsset(id).build()).toList();
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

package ai.superit.halo.persistence;

import ai.superit.halo.application.testing.AlertChannelsContract;
import ai.superit.halo.application.testing.AlertsContract;
import ai.superit.halo.application.testing.AssetReadsContract;
import ai.superit.halo.application.testing.AuditLogContract;
import ai.superit.halo.application.testing.AuthorisationsContract;
import ai.superit.halo.application.testing.ChangeNoticesContract;
import ai.superit.halo.application.testing.ClientReadsContract;
import ai.superit.halo.application.testing.ComparisonsContract;
import ai.superit.halo.application.testing.ConnectionRemovalContract;
import ai.superit.halo.application.testing.ConnectionsContract;
import ai.superit.halo.application.testing.DeadLettersContract;
import ai.superit.halo.application.testing.DeliveryHistoryContract;
import ai.superit.halo.application.testing.DeliveryInboxContract;
import ai.superit.halo.application.testing.DeliveryProofsContract;
import ai.superit.halo.application.testing.DeliveryRetentionContract;
import ai.superit.halo.application.testing.DeliveryRulesContract;
import ai.superit.halo.application.testing.DeliveryStatisticsContract;
import ai.superit.halo.application.testing.DiagnosesContract;
import ai.superit.halo.application.testing.DiscoveriesContract;
import ai.superit.halo.application.testing.HaloConsentsContract;
import ai.superit.halo.application.testing.HeldDeletionsContract;
import ai.superit.halo.application.testing.HydrationContract;
import ai.superit.halo.application.testing.LinksContract;
import ai.superit.halo.application.testing.ListPositionsContract;
import ai.superit.halo.application.testing.MirrorContract;
import ai.superit.halo.application.testing.NoticeOutboxContract;
import ai.superit.halo.application.testing.PollCursorsContract;
import ai.superit.halo.application.testing.RefusedDeliveriesContract;
import ai.superit.halo.application.testing.RejectedRowsContract;
import ai.superit.halo.application.testing.StoreContract;
import ai.superit.halo.application.testing.StoreUnderTest;
import ai.superit.halo.application.testing.SyncHistoryContract;
import ai.superit.halo.application.testing.SyncPausesContract;
import ai.superit.halo.application.testing.SyncRunsContract;
import ai.superit.halo.application.testing.SyncSchedulesContract;
import ai.superit.halo.application.testing.SyncScopesContract;
import ai.superit.halo.application.testing.TeamsContract;
import ai.superit.halo.application.testing.TicketContextContract;
import ai.superit.halo.application.testing.TicketMirrorContract;
import ai.superit.halo.application.testing.TicketPageContract;
import ai.superit.halo.application.testing.TicketReadsContract;
import ai.superit.halo.application.testing.TransactionsContract;
import ai.superit.halo.application.testing.WebhookSchemesContract;
import ai.superit.halo.application.testing.WebhookSendersContract;
import ai.superit.halo.application.testing.WebhookWatchContract;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/// The store in PostgreSQL keeps every contract of a store.
class PostgresStoreTest {
  @ExtendWith(CleanStore.class)
  abstract static class OverPostgres implements StoreContract {
    private final StoreUnderTest store = new PostgresUnderTest(TestDatabase.store());

    @Override
    public StoreUnderTest store() {
      return store;
    }
  }

  @Nested
  class Connections extends OverPostgres implements ConnectionsContract {}

  @Nested
  class Discoveries extends OverPostgres implements DiscoveriesContract {}

  @Nested
  class Authorisations extends OverPostgres implements AuthorisationsContract {}

  @Nested
  class HaloConsents extends OverPostgres implements HaloConsentsContract {}

  @Nested
  class ConnectionRemoval extends OverPostgres implements ConnectionRemovalContract {}

  @Nested
  class Teams extends OverPostgres implements TeamsContract {}

  @Nested
  class Links extends OverPostgres implements LinksContract {}

  @Nested
  class Mirror extends OverPostgres implements MirrorContract {}

  @Nested
  class TicketMirror extends OverPostgres implements TicketMirrorContract {}

  @Nested
  class TicketReads extends OverPostgres implements TicketReadsContract {}

  @Nested
  class TicketContext extends OverPostgres implements TicketContextContract {}

  @Nested
  class TicketPages extends OverPostgres implements TicketPageContract {}

  @Nested
  class ClientReads extends OverPostgres implements ClientReadsContract {}

  @Nested
  class AssetReads extends OverPostgres implements AssetReadsContract {}

  @Nested
  class PollCursors extends OverPostgres implements PollCursorsContract {}

  @Nested
  class SyncSchedules extends OverPostgres implements SyncSchedulesContract {}

  @Nested
  class SyncScopes extends OverPostgres implements SyncScopesContract {}

  @Nested
  class Diagnoses extends OverPostgres implements DiagnosesContract {}

  @Nested
  class Hydration extends OverPostgres implements HydrationContract {}

  @Nested
  class SyncPauses extends OverPostgres implements SyncPausesContract {}

  @Nested
  class SyncRuns extends OverPostgres implements SyncRunsContract {
    @Override
    public void letPass(Duration time) {
      try (var connection = TestDatabase.connect();
          var moved =
              connection.prepareStatement(
                  "update halo.sync_run set heard_at = heard_at - ? * interval '1 millisecond'")) {
        moved.setLong(1, time.toMillis());
        moved.executeUpdate();
      } catch (SQLException failure) {
        throw new IllegalStateException(failure);
      }
    }
  }

  @Nested
  class SyncHistory extends OverPostgres implements SyncHistoryContract {}

  @Nested
  class RejectedRows extends OverPostgres implements RejectedRowsContract {}

  @Nested
  class HeldDeletions extends OverPostgres implements HeldDeletionsContract {}

  @Nested
  class Comparisons extends OverPostgres implements ComparisonsContract {}

  @Nested
  class ListPositions extends OverPostgres implements ListPositionsContract {}

  @Nested
  class DeliveryInbox extends OverPostgres implements DeliveryInboxContract {}

  @Nested
  class DeliveryHistory extends OverPostgres implements DeliveryHistoryContract {}

  @Nested
  class DeliveryRetention extends OverPostgres implements DeliveryRetentionContract {}

  @Nested
  class DeliveryStatistics extends OverPostgres implements DeliveryStatisticsContract {}

  @Nested
  class DeadLetters extends OverPostgres implements DeadLettersContract {}

  @Nested
  class DeliveryRules extends OverPostgres implements DeliveryRulesContract {}

  @Nested
  class WebhookSchemes extends OverPostgres implements WebhookSchemesContract {}

  @Nested
  class WebhookSenders extends OverPostgres implements WebhookSendersContract {}

  @Nested
  class WebhookWatch extends OverPostgres implements WebhookWatchContract {}

  @Nested
  class RefusedDeliveries extends OverPostgres implements RefusedDeliveriesContract {}

  @Nested
  class DeliveryProofs extends OverPostgres implements DeliveryProofsContract {}

  @Nested
  class Alerts extends OverPostgres implements AlertsContract {}

  @Nested
  class ChangeNotices extends OverPostgres implements ChangeNoticesContract {}

  @Nested
  class AlertChannels extends OverPostgres implements AlertChannelsContract {}

  @Nested
  class NoticeOutbox extends OverPostgres implements NoticeOutboxContract {}

  @Nested
  class AuditLog extends OverPostgres implements AuditLogContract {}

  @Nested
  class Transactions extends OverPostgres implements TransactionsContract {}
}

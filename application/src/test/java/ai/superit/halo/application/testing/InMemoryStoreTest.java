package ai.superit.halo.application.testing;

import java.time.Duration;
import org.junit.jupiter.api.Nested;

/// The store in memory keeps every contract of a store.
class InMemoryStoreTest {
  abstract static class OverMemory implements StoreContract {
    final ManualClock clock = new ManualClock();
    private final StoreUnderTest store = new InMemoryStore(clock);

    @Override
    public StoreUnderTest store() {
      return store;
    }
  }

  @Nested
  class Connections extends OverMemory implements ConnectionsContract {}

  @Nested
  class Discoveries extends OverMemory implements DiscoveriesContract {}

  @Nested
  class Authorisations extends OverMemory implements AuthorisationsContract {}

  @Nested
  class HaloConsents extends OverMemory implements HaloConsentsContract {}

  @Nested
  class ConnectionRemoval extends OverMemory implements ConnectionRemovalContract {}

  @Nested
  class Teams extends OverMemory implements TeamsContract {}

  @Nested
  class Links extends OverMemory implements LinksContract {}

  @Nested
  class PollCursors extends OverMemory implements PollCursorsContract {}

  @Nested
  class SyncSchedules extends OverMemory implements SyncSchedulesContract {}

  @Nested
  class SyncScopes extends OverMemory implements SyncScopesContract {}

  @Nested
  class Diagnoses extends OverMemory implements DiagnosesContract {}

  @Nested
  class Hydration extends OverMemory implements HydrationContract {}

  @Nested
  class SyncPauses extends OverMemory implements SyncPausesContract {}

  @Nested
  class SyncRuns extends OverMemory implements SyncRunsContract {
    @Override
    public void letPass(Duration time) {
      clock.advance(time);
    }
  }

  @Nested
  class SyncHistory extends OverMemory implements SyncHistoryContract {}

  @Nested
  class RejectedRows extends OverMemory implements RejectedRowsContract {}

  @Nested
  class HeldDeletions extends OverMemory implements HeldDeletionsContract {}

  @Nested
  class Comparisons extends OverMemory implements ComparisonsContract {}

  @Nested
  class ListPositions extends OverMemory implements ListPositionsContract {}

  @Nested
  class DeliveryInbox extends OverMemory implements DeliveryInboxContract {}

  @Nested
  class DeliveryHistory extends OverMemory implements DeliveryHistoryContract {}

  @Nested
  class DeliveryRetention extends OverMemory implements DeliveryRetentionContract {}

  @Nested
  class DeliveryStatistics extends OverMemory implements DeliveryStatisticsContract {}

  @Nested
  class DeadLetters extends OverMemory implements DeadLettersContract {}

  @Nested
  class DeliveryRules extends OverMemory implements DeliveryRulesContract {}

  @Nested
  class WebhookSchemes extends OverMemory implements WebhookSchemesContract {}

  @Nested
  class WebhookSenders extends OverMemory implements WebhookSendersContract {}

  @Nested
  class WebhookWatch extends OverMemory implements WebhookWatchContract {}

  @Nested
  class RefusedDeliveries extends OverMemory implements RefusedDeliveriesContract {}

  @Nested
  class DeliveryProofs extends OverMemory implements DeliveryProofsContract {}

  @Nested
  class Alerts extends OverMemory implements AlertsContract {}

  @Nested
  class ChangeNotices extends OverMemory implements ChangeNoticesContract {}

  @Nested
  class AlertChannels extends OverMemory implements AlertChannelsContract {}

  @Nested
  class NoticeOutbox extends OverMemory implements NoticeOutboxContract {}

  @Nested
  class AuditLog extends OverMemory implements AuditLogContract {}

  @Nested
  class Transactions extends OverMemory implements TransactionsContract {}

  @Nested
  class Mirror extends OverMemory implements MirrorContract {}

  @Nested
  class TicketMirror extends OverMemory implements TicketMirrorContract {}

  @Nested
  class TicketReads extends OverMemory implements TicketReadsContract {}

  @Nested
  class TicketContext extends OverMemory implements TicketContextContract {}

  @Nested
  class TicketPages extends OverMemory implements TicketPageContract {}

  @Nested
  class ClientReads extends OverMemory implements ClientReadsContract {}

  @Nested
  class AssetReads extends OverMemory implements AssetReadsContract {}
}

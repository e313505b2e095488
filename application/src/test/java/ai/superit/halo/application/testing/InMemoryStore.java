package ai.superit.halo.application.testing;

import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.application.Transactions;
import ai.superit.halo.application.alert.Alerts;
import ai.superit.halo.application.asset.AssetReads;
import ai.superit.halo.application.audit.AuditLog;
import ai.superit.halo.application.client.ClientReads;
import ai.superit.halo.application.connection.Authorisations;
import ai.superit.halo.application.connection.ConnectionRemoval;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.Diagnoses;
import ai.superit.halo.application.connection.Discoveries;
import ai.superit.halo.application.connection.HaloAccounts;
import ai.superit.halo.application.connection.HaloConsents;
import ai.superit.halo.application.notification.AlertChannels;
import ai.superit.halo.application.notification.NoticeOutbox;
import ai.superit.halo.application.sync.Comparisons;
import ai.superit.halo.application.sync.HeldDeletions;
import ai.superit.halo.application.sync.Hydration;
import ai.superit.halo.application.sync.ListPositions;
import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.PollCursors;
import ai.superit.halo.application.sync.RejectedRows;
import ai.superit.halo.application.sync.SyncHistory;
import ai.superit.halo.application.sync.SyncPauses;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.application.sync.SyncSchedules;
import ai.superit.halo.application.sync.SyncScopes;
import ai.superit.halo.application.team.Links;
import ai.superit.halo.application.team.Teams;
import ai.superit.halo.application.team.TicketRoutes;
import ai.superit.halo.application.ticket.LookupNames;
import ai.superit.halo.application.ticket.TicketReads;
import ai.superit.halo.application.webhook.DeadLetters;
import ai.superit.halo.application.webhook.DeliveryConflicts;
import ai.superit.halo.application.webhook.DeliveryHistory;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.DeliveryProofs;
import ai.superit.halo.application.webhook.DeliveryRetention;
import ai.superit.halo.application.webhook.DeliveryRules;
import ai.superit.halo.application.webhook.DeliveryStatistics;
import ai.superit.halo.application.webhook.EventSubjects;
import ai.superit.halo.application.webhook.ReceivedDeliveries;
import ai.superit.halo.application.webhook.RefusedDeliveries;
import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.application.webhook.WebhookSenders;
import ai.superit.halo.application.webhook.WebhookWatch;
import java.time.InstantSource;
import java.util.function.Supplier;

/// A store whose ports share one state in memory; safe for use by many threads, transactions one
/// after the other.
public final class InMemoryStore implements StoreUnderTest {
  private final Memory memory;

  public InMemoryStore() {
    this(new ManualClock());
  }

  /// @param clock says when records changed in the mirror
  public InMemoryStore(InstantSource clock) {
    this.memory = new Memory(clock);
  }

  public MirrorFaults faults() {
    return memory.faults();
  }

  @Override
  public Connections connections() {
    return new InMemoryConnections(memory);
  }

  @Override
  public HaloAccounts accounts() {
    return new InMemoryConnections(memory);
  }

  @Override
  public Discoveries discoveries() {
    return new InMemoryDiscoveries(memory);
  }

  @Override
  public Diagnoses diagnoses() {
    return new InMemoryDiagnoses(memory);
  }

  @Override
  public Authorisations authorisations() {
    return new InMemoryAuthorisations(memory);
  }

  @Override
  public HaloConsents consents() {
    return new InMemoryHaloConsents(memory);
  }

  @Override
  public ConnectionRemoval removal() {
    return new InMemoryConnectionRemoval(memory);
  }

  @Override
  public Teams teams() {
    return new InMemoryTeams(memory);
  }

  @Override
  public Links links() {
    return new InMemoryLinks(memory);
  }

  @Override
  public TicketRoutes routes() {
    return new InMemoryLinks(memory);
  }

  @Override
  public Mirror mirror() {
    return new InMemoryMirror(memory);
  }

  @Override
  public TicketReads tickets() {
    return new InMemoryTicketReads(memory);
  }

  @Override
  public ClientReads clients() {
    return new InMemoryClientReads(memory);
  }

  @Override
  public AssetReads assets() {
    return new InMemoryAssetReads(memory);
  }

  @Override
  public LookupNames lookups() {
    return new InMemoryLookupNames(memory);
  }

  @Override
  public SyncRuns runs() {
    return new InMemorySyncRuns(memory);
  }

  @Override
  public PollCursors cursors() {
    return new InMemoryPollCursors(memory);
  }

  @Override
  public HeldDeletions held() {
    return new InMemoryHeldDeletions(memory);
  }

  @Override
  public Comparisons comparisons() {
    return new InMemoryComparisons(memory);
  }

  @Override
  public ListPositions positions() {
    return new InMemoryListPositions(memory);
  }

  @Override
  public SyncSchedules schedules() {
    return new InMemorySyncSchedules(memory);
  }

  @Override
  public SyncScopes scopes() {
    return new InMemorySyncScopes(memory);
  }

  @Override
  public Hydration hydration() {
    return new InMemoryHydration(memory);
  }

  @Override
  public SyncPauses pauses() {
    return new InMemorySyncPauses(memory, new InMemoryAuditLog(memory));
  }

  @Override
  public DeliveryInbox inbox() {
    return new InMemoryDeliveryInbox(memory);
  }

  @Override
  public DeliveryHistory history() {
    return new InMemoryDeliveryHistory(memory);
  }

  @Override
  public DeliveryRetention retention() {
    return new InMemoryDeliveryRetention(memory);
  }

  @Override
  public DeliveryStatistics statistics() {
    return new InMemoryDeliveryStatistics(memory);
  }

  @Override
  public DeadLetters deadLetters() {
    return new InMemoryDeadLetters(memory);
  }

  @Override
  public WebhookSenders senders() {
    return new InMemoryWebhookSenders(memory);
  }

  @Override
  public DeliveryRules rules() {
    return new InMemoryDeliveryRules(memory);
  }

  @Override
  public EventSubjects subjects() {
    return new InMemoryEventSubjects(memory);
  }

  @Override
  public DeliveryConflicts conflicts() {
    return new InMemoryDeliveryConflicts(memory);
  }

  @Override
  public ReceivedDeliveries received() {
    return new InMemoryReceivedDeliveries(memory);
  }

  @Override
  public WebhookWatch watch() {
    return new InMemoryWebhookWatch(memory);
  }

  @Override
  public RefusedDeliveries refused() {
    return new InMemoryRefusedDeliveries(memory);
  }

  @Override
  public DeliveryProofs proofs() {
    return new InMemoryDeliveryProofs(memory);
  }

  @Override
  public Alerts alerts() {
    return new InMemoryAlerts(memory);
  }

  @Override
  public WebhookSchemes schemes() {
    return new InMemoryWebhookSchemes(memory);
  }

  @Override
  public AuditLog audit() {
    return new InMemoryAuditLog(memory);
  }

  @Override
  public Transactions transactions() {
    return new Transactions() {
      @Override
      public <T> T inTransaction(Supplier<T> work) {
        return memory.atomically(work);
      }
    };
  }

  @Override
  public AlertChannels channels() {
    return new InMemoryAlertChannels(memory);
  }

  @Override
  public NoticeOutbox outbox() {
    return new InMemoryNoticeOutbox(memory);
  }

  @Override
  public ChangeNotices changes() {
    return memory.listeners();
  }

  @Override
  public SyncHistory pastRuns() {
    return new InMemorySyncHistory(memory);
  }

  @Override
  public RejectedRows rejected() {
    return new InMemoryRejectedRows(memory);
  }
}

package ai.superit.halo.persistence;

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
import ai.superit.halo.application.testing.StoreUnderTest;
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

/// The ports of an open store, under the names that the contracts use.
record PostgresUnderTest(Persistence persistence) implements StoreUnderTest {
  @Override
  public Connections connections() {
    return persistence.connections();
  }

  @Override
  public HaloAccounts accounts() {
    return persistence.haloAccounts();
  }

  @Override
  public Discoveries discoveries() {
    return persistence.discoveries();
  }

  @Override
  public Authorisations authorisations() {
    return persistence.authorisations();
  }

  @Override
  public HaloConsents consents() {
    return persistence.haloConsents();
  }

  @Override
  public ConnectionRemoval removal() {
    return persistence.connectionRemoval();
  }

  @Override
  public Teams teams() {
    return persistence.teams();
  }

  @Override
  public Links links() {
    return persistence.links();
  }

  @Override
  public TicketRoutes routes() {
    return persistence.ticketRoutes();
  }

  @Override
  public Mirror mirror() {
    return persistence.mirror();
  }

  @Override
  public TicketReads tickets() {
    return persistence.ticketReads();
  }

  @Override
  public ClientReads clients() {
    return persistence.clientReads();
  }

  @Override
  public AssetReads assets() {
    return persistence.assetReads();
  }

  @Override
  public LookupNames lookups() {
    return persistence.lookupNames();
  }

  @Override
  public SyncRuns runs() {
    return persistence.syncRuns();
  }

  @Override
  public PollCursors cursors() {
    return persistence.pollCursors();
  }

  @Override
  public Comparisons comparisons() {
    return persistence.comparisons();
  }

  @Override
  public ListPositions positions() {
    return persistence.listPositions();
  }

  @Override
  public SyncSchedules schedules() {
    return persistence.syncSchedules();
  }

  @Override
  public Diagnoses diagnoses() {
    return persistence.diagnoses();
  }

  @Override
  public SyncScopes scopes() {
    return persistence.syncScopes();
  }

  @Override
  public Hydration hydration() {
    return persistence.hydration();
  }

  @Override
  public SyncPauses pauses() {
    return persistence.syncPauses();
  }

  @Override
  public DeliveryHistory history() {
    return persistence.deliveryHistory();
  }

  @Override
  public DeliveryRetention retention() {
    return persistence.deliveryRetention();
  }

  @Override
  public DeliveryStatistics statistics() {
    return persistence.deliveryStatistics();
  }

  @Override
  public DeadLetters deadLetters() {
    return persistence.deadLetters();
  }

  @Override
  public DeliveryInbox inbox() {
    return persistence.deliveryInbox();
  }

  @Override
  public DeliveryRules rules() {
    return persistence.deliveryRules();
  }

  @Override
  public EventSubjects subjects() {
    return persistence.eventSubjects();
  }

  @Override
  public DeliveryConflicts conflicts() {
    return persistence.deliveryConflicts();
  }

  @Override
  public ReceivedDeliveries received() {
    return persistence.receivedDeliveries();
  }

  @Override
  public WebhookSenders senders() {
    return persistence.webhookSenders();
  }

  @Override
  public WebhookWatch watch() {
    return persistence.webhookWatch();
  }

  @Override
  public RefusedDeliveries refused() {
    return persistence.refusedDeliveries();
  }

  @Override
  public DeliveryProofs proofs() {
    return persistence.deliveryProofs();
  }

  @Override
  public Alerts alerts() {
    return persistence.alerts();
  }

  @Override
  public WebhookSchemes schemes() {
    return persistence.webhookSchemes();
  }

  @Override
  public AuditLog audit() {
    return persistence.auditLog();
  }

  @Override
  public Transactions transactions() {
    return persistence.transactions();
  }

  @Override
  public HeldDeletions held() {
    return persistence.heldDeletions();
  }

  @Override
  public AlertChannels channels() {
    return persistence.alertChannels();
  }

  @Override
  public NoticeOutbox outbox() {
    return persistence.noticeOutbox();
  }

  @Override
  public ChangeNotices changes() {
    return persistence.changes();
  }

  @Override
  public SyncHistory pastRuns() {
    return persistence.syncHistory();
  }

  @Override
  public RejectedRows rejected() {
    return persistence.rejectedRows();
  }
}

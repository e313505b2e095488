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
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.Optional;

/// All ports of one store over one state, so that the same contracts run over every store.
public interface StoreUnderTest {
  Connections connections();

  HaloAccounts accounts();

  Discoveries discoveries();

  Diagnoses diagnoses();

  Authorisations authorisations();

  HaloConsents consents();

  ConnectionRemoval removal();

  Teams teams();

  Links links();

  TicketRoutes routes();

  Mirror mirror();

  TicketReads tickets();

  ClientReads clients();

  AssetReads assets();

  LookupNames lookups();

  SyncRuns runs();

  SyncHistory pastRuns();

  RejectedRows rejected();

  PollCursors cursors();

  HeldDeletions held();

  ListPositions positions();

  Comparisons comparisons();

  SyncSchedules schedules();

  SyncScopes scopes();

  SyncPauses pauses();

  Hydration hydration();

  DeliveryInbox inbox();

  DeadLetters deadLetters();

  DeliveryHistory history();

  DeliveryStatistics statistics();

  DeliveryRetention retention();

  WebhookSchemes schemes();

  WebhookSenders senders();

  WebhookWatch watch();

  DeliveryRules rules();

  EventSubjects subjects();

  DeliveryConflicts conflicts();

  ReceivedDeliveries received();

  RefusedDeliveries refused();

  DeliveryProofs proofs();

  AlertChannels channels();

  NoticeOutbox outbox();

  Alerts alerts();

  ChangeNotices changes();

  AuditLog audit();

  Transactions transactions();

  /// How many rejected rows the store keeps for the connection.
  default long rejectedRows(ConnectionId connection) {
    return rejected().count(connection, Optional.empty());
  }
}

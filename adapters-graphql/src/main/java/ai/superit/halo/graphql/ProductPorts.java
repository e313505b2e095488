package ai.superit.halo.graphql;

import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.application.alert.Alerts;
import ai.superit.halo.application.alert.ReviewAlerts;
import ai.superit.halo.application.asset.AssetReads;
import ai.superit.halo.application.audit.AuditLog;
import ai.superit.halo.application.client.ClientReads;
import ai.superit.halo.application.connection.AuthoriseConnection;
import ai.superit.halo.application.connection.ChooseCapabilities;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.CreateConnection;
import ai.superit.halo.application.connection.DeleteConnection;
import ai.superit.halo.application.connection.DiagnoseConnection;
import ai.superit.halo.application.connection.Diagnoses;
import ai.superit.halo.application.connection.Discoveries;
import ai.superit.halo.application.connection.HaloScopes;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.ReplaceCredentials;
import ai.superit.halo.application.connection.TestConnection;
import ai.superit.halo.application.notification.AlertChannels;
import ai.superit.halo.application.notification.ManageAlertChannels;
import ai.superit.halo.application.notification.NoticeOutbox;
import ai.superit.halo.application.sync.ChooseScope;
import ai.superit.halo.application.sync.Comparisons;
import ai.superit.halo.application.sync.RejectedRows;
import ai.superit.halo.application.sync.RetryRejectedRows;
import ai.superit.halo.application.sync.ReviewDeletions;
import ai.superit.halo.application.sync.ScheduleSync;
import ai.superit.halo.application.sync.SyncHistory;
import ai.superit.halo.application.sync.SyncPauses;
import ai.superit.halo.application.sync.SyncRecords;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.application.sync.SyncSchedules;
import ai.superit.halo.application.sync.SyncScopes;
import ai.superit.halo.application.team.CreateTeam;
import ai.superit.halo.application.team.LinkClients;
import ai.superit.halo.application.team.Teams;
import ai.superit.halo.application.ticket.LookupNames;
import ai.superit.halo.application.ticket.TicketReads;
import ai.superit.halo.application.webhook.CheckWebhook;
import ai.superit.halo.application.webhook.ChooseWebhookEvents;
import ai.superit.halo.application.webhook.DeadLetters;
import ai.superit.halo.application.webhook.DeliveryConflicts;
import ai.superit.halo.application.webhook.DeliveryHistory;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.DeliveryReader;
import ai.superit.halo.application.webhook.DeliveryRules;
import ai.superit.halo.application.webhook.DeliveryStatistics;
import ai.superit.halo.application.webhook.ForeseeDeliveries;
import ai.superit.halo.application.webhook.RefusedDeliveries;
import ai.superit.halo.application.webhook.RegisterWebhook;
import ai.superit.halo.application.webhook.RestrictSenders;
import ai.superit.halo.application.webhook.ReviewDeliveries;
import ai.superit.halo.application.webhook.SetUpByHand;
import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.application.webhook.WebhookSenders;
import ai.superit.halo.application.webhook.WebhookWatch;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.sync.SyncMode;
import java.time.InstantSource;
import java.util.Set;

/// Everything that the GraphQL schema calls. All of it is used by many threads at once.
public record ProductPorts(
    Reads reads,
    Oversight oversight,
    Scheduling scheduling,
    Notification notification,
    UseCases useCases,
    AuditLog audit) {

  /// The mirror.
  public record Reads(
      ClientReads clients,
      AssetReads assets,
      TicketReads tickets,
      LookupNames lookups,
      ChangeNotices changes) {}

  /// What managers look after.
  public record Oversight(
      Connections connections,
      Discoveries discoveries,
      Teams teams,
      SyncRuns runs,
      SyncHistory history,
      RejectedRows rejected,
      Comparisons comparisons,
      DeliveryInbox inbox,
      DeadLetters deadLetters,
      RateBudget budget,
      Rights rights,
      Receiving receiving,
      Alerting alerting) {}

  /// What people are told is wrong.
  public record Alerting(Alerts alerts, ReviewAlerts reviewing) {}

  /// What connections are allowed to do in HaloPSA.
  public record Rights(Diagnoses diagnoses, HaloScopes scopes, ChooseCapabilities choosing) {}

  /// How deliveries are received.
  public record Receiving(
      WebhookSchemes schemes,
      WebhookSenders senders,
      RefusedDeliveries refused,
      ReviewDeliveries proofs,
      Deliveries deliveries,
      WebhookSetup setup,
      Sorting sorting,
      InstantSource clock) {}

  /// What became of deliveries.
  public record Deliveries(DeliveryStatistics statistics, DeliveryHistory history) {}

  /// What connections do with their deliveries.
  public record Sorting(
      DeliveryRules rules, ForeseeDeliveries foreseeing, DeliveryConflicts conflicts) {}

  /// How webhooks are set up in HaloPSA.
  public record WebhookSetup(
      WebhookWatch watch,
      CheckWebhook checking,
      ChooseWebhookEvents choosing,
      SetUpByHand byHand,
      DeliveryReader reader) {}

  /// When connections are synchronised, and what.
  ///
  /// @param otherwise the schedule of lists for which nobody has chosen one
  public record Scheduling(
      SyncSchedules schedules,
      SyncPauses pauses,
      ScheduleSync choosing,
      SyncScopes scopes,
      ChooseScope scoping,
      Schedule otherwise) {}

  /// Where alerts are told.
  public record Notification(
      AlertChannels channels, NoticeOutbox outbox, ManageAlertChannels managing) {}

  /// What managers can do.
  public record UseCases(
      CreateConnection createConnection,
      TestConnection testConnection,
      DiagnoseConnection diagnoseConnection,
      AuthoriseConnection authoriseConnection,
      ReplaceCredentials replaceCredentials,
      DeleteConnection deleteConnection,
      CreateTeam createTeam,
      LinkClients linkClients,
      RegisterWebhook registerWebhook,
      RestrictSenders restrictSenders,
      RetryRejectedRows retryRejectedRows,
      SyncRecords syncRecords,
      ReviewDeletions reviewDeletions,
      SyncStarter syncStarter) {}

  /// Begins synchronisation runs in the background.
  public interface SyncStarter {
    /// Returns at once. The resources are read in the order in which each finds what it refers to,
    /// notes last; one that is being read already is passed over. The caller may see the
    /// connection.
    void start(ConnectionId connection, Set<Resource> resources, SyncMode mode);
  }
}

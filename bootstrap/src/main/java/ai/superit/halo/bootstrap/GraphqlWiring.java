package ai.superit.halo.bootstrap;

import ai.superit.halo.application.alert.ReviewAlerts;
import ai.superit.halo.application.connection.AuthoriseConnection;
import ai.superit.halo.application.connection.ChooseCapabilities;
import ai.superit.halo.application.connection.CreateConnection;
import ai.superit.halo.application.connection.DeleteConnection;
import ai.superit.halo.application.connection.DiagnoseConnection;
import ai.superit.halo.application.connection.DiscoverTenant;
import ai.superit.halo.application.connection.ReplaceCredentials;
import ai.superit.halo.application.connection.TestConnection;
import ai.superit.halo.application.notification.ChannelSender;
import ai.superit.halo.application.notification.ManageAlertChannels;
import ai.superit.halo.application.sync.ChooseScope;
import ai.superit.halo.application.sync.ReviewDeletions;
import ai.superit.halo.application.sync.ScheduleSync;
import ai.superit.halo.application.team.CreateTeam;
import ai.superit.halo.application.team.LinkClients;
import ai.superit.halo.application.team.RoutingChanges;
import ai.superit.halo.application.webhook.ForeseeDeliveries;
import ai.superit.halo.application.webhook.RestrictSenders;
import ai.superit.halo.application.webhook.ReviewDeliveries;
import ai.superit.halo.graphql.GraphqlApi;
import ai.superit.halo.graphql.ProductPorts;
import ai.superit.halo.halo.Halo;
import ai.superit.halo.persistence.Persistence;
import java.time.InstantSource;

/// Wires what GraphQL calls.
record GraphqlWiring(Persistence store, Halo halo, Settings settings, InstantSource clock) {
  /// What is called from elsewhere too.
  record Shared(
      AuthoriseConnection authorising,
      DeleteConnection deleting,
      DiagnoseConnection diagnosing,
      WebhookWork.Setup webhooks) {}

  GraphqlApi open(Shared shared, SyncWiring syncing, BackgroundWork work, ChannelSender sender) {
    var ports =
        new ProductPorts(
            new ProductPorts.Reads(
                store.clientReads(),
                store.assetReads(),
                store.ticketReads(),
                store.lookupNames(),
                store.changes()),
            oversight(shared.webhooks()),
            scheduling(),
            notification(sender),
            useCases(shared, syncing, work),
            store.auditLog());
    return GraphqlApi.open(GraphqlConfig.of(settings), ports, clock);
  }

  private ProductPorts.UseCases useCases(Shared shared, SyncWiring syncing, BackgroundWork work) {
    var changes = new RoutingChanges(store.links(), store.ticketRoutes(), store.transactions());
    var discovering =
        new DiscoverTenant(store.haloAccounts(), halo.discovery(), store.discoveries());
    return new ProductPorts.UseCases(
        new CreateConnection(store.connections(), discovering, settings.halo().rules(), clock),
        new TestConnection(
            store.haloAccounts(), halo.probe(), discovering, store.connections(), clock),
        shared.diagnosing(),
        shared.authorising(),
        new ReplaceCredentials(store.connections(), halo.probe(), clock),
        shared.deleting(),
        new CreateTeam(store.teams()),
        new LinkClients(store.connections(), store.clientReads(), store.teams(), changes),
        shared.webhooks().registering(),
        new RestrictSenders(store.connections(), store.webhookSenders()),
        syncing.retrying(),
        syncing.syncingRecords(),
        new ReviewDeletions(store.connections(), store.heldDeletions(), clock),
        work::startSync);
  }

  private ProductPorts.Oversight oversight(WebhookWork.Setup webhooks) {
    return new ProductPorts.Oversight(
        store.connections(),
        store.discoveries(),
        store.teams(),
        store.syncRuns(),
        store.syncHistory(),
        store.rejectedRows(),
        store.comparisons(),
        store.deliveryInbox(),
        store.deadLetters(),
        store.rateBudget(),
        new ProductPorts.Rights(
            store.diagnoses(), halo.scopes(), new ChooseCapabilities(store.connections())),
        receiving(webhooks),
        new ProductPorts.Alerting(
            store.alerts(), new ReviewAlerts(store.connections(), store.alerts(), clock)));
  }

  private ProductPorts.Receiving receiving(WebhookWork.Setup webhooks) {
    return new ProductPorts.Receiving(
        store.webhookSchemes(),
        store.webhookSenders(),
        store.refusedDeliveries(),
        new ReviewDeliveries(store.connections(), store.deliveryProofs(), clock),
        new ProductPorts.Deliveries(store.deliveryStatistics(), store.deliveryHistory()),
        webhooks.ports(store, halo),
        new ProductPorts.Sorting(
            store.deliveryRules(),
            new ForeseeDeliveries(
                store.receivedDeliveries(),
                halo.deliveries(),
                store.deliveryRules(),
                store.eventSubjects()),
            store.deliveryConflicts()),
        clock);
  }

  private ProductPorts.Scheduling scheduling() {
    return new ProductPorts.Scheduling(
        store.syncSchedules(),
        store.syncPauses(),
        new ScheduleSync(store.connections(), store.syncSchedules(), store.syncPauses(), clock),
        store.syncScopes(),
        new ChooseScope(store.connections(), store.syncScopes(), store.listPositions(), clock),
        settings.sync().usual());
  }

  private ProductPorts.Notification notification(ChannelSender sender) {
    return new ProductPorts.Notification(
        store.alertChannels(),
        store.noticeOutbox(),
        new ManageAlertChannels(
            store.connections(),
            store.alertChannels(),
            sender,
            ChannelSettings.rules(settings),
            clock));
  }
}

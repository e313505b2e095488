package ai.superit.halo.bootstrap;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.alert.ReviewAlerts;
import ai.superit.halo.application.connection.AuthoriseConnection;
import ai.superit.halo.application.connection.ChooseCapabilities;
import ai.superit.halo.application.connection.ConnectionHealth;
import ai.superit.halo.application.connection.CreateConnection;
import ai.superit.halo.application.connection.DeleteConnection;
import ai.superit.halo.application.connection.DiagnoseConnection;
import ai.superit.halo.application.connection.DiscoverTenant;
import ai.superit.halo.application.connection.ReplaceCredentials;
import ai.superit.halo.application.connection.TestConnection;
import ai.superit.halo.application.notification.ChannelSender;
import ai.superit.halo.application.notification.ManageAlertChannels;
import ai.superit.halo.application.notification.SendNotices;
import ai.superit.halo.application.sync.ChooseScope;
import ai.superit.halo.application.sync.FillDueNotes;
import ai.superit.halo.application.sync.FillNotes;
import ai.superit.halo.application.sync.FillPages;
import ai.superit.halo.application.sync.HydrationTurns;
import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.PollChanges;
import ai.superit.halo.application.sync.RetryRejectedRows;
import ai.superit.halo.application.sync.ReviewDeletions;
import ai.superit.halo.application.sync.ScheduleSync;
import ai.superit.halo.application.sync.ScopedMirror;
import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.sync.SyncNotes;
import ai.superit.halo.application.sync.SyncRecords;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.application.team.CreateTeam;
import ai.superit.halo.application.team.LinkClients;
import ai.superit.halo.application.team.RoutingChanges;
import ai.superit.halo.application.webhook.ApplyEvents;
import ai.superit.halo.application.webhook.FilterEvents;
import ai.superit.halo.application.webhook.ForeseeDeliveries;
import ai.superit.halo.application.webhook.ProcessDeliveries;
import ai.superit.halo.application.webhook.ReconcileDeliveries;
import ai.superit.halo.application.webhook.RegisterWebhook;
import ai.superit.halo.application.webhook.RestrictSenders;
import ai.superit.halo.application.webhook.ResumeDeliveries;
import ai.superit.halo.application.webhook.ReviewDeliveries;
import ai.superit.halo.application.webhook.UnderstandDeliveries;
import ai.superit.halo.authorisation.AuthorisationEndpoint;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.graphql.GraphqlApi;
import ai.superit.halo.graphql.ProductPorts;
import ai.superit.halo.halo.Halo;
import ai.superit.halo.halo.HaloConfig;
import ai.superit.halo.notification.Notification;
import ai.superit.halo.notification.NotificationConfig;
import ai.superit.halo.persistence.AuditMark;
import ai.superit.halo.persistence.AuditVerdict;
import ai.superit.halo.persistence.Persistence;
import ai.superit.halo.webhook.HaloWebhookEndpoint;
import io.helidon.webserver.http.HttpRouting;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service, wired and running. Closing stops it in the reverse order of starting: no new
/// requests, then the background work drains, then the connections to the outside go.
final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private static final Duration BETWEEN_LOOKS_AT_THE_SILENT = Duration.ofSeconds(2);

  /// Anybody may ask whether the service is ready, and the answer costs the database a query.
  private static final Duration KEYS_KEPT = Duration.ofSeconds(30);

  private static final Duration READINESS_KEPT = Duration.ofSeconds(1);

  private static final Duration INBOXES_KEPT = Duration.ofSeconds(10);

  /// A manager sees a refusal after this at the latest.
  private static final Duration REFUSALS_TOLD = Duration.ofSeconds(5);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final List<BooleanSupplier> loops = new CopyOnWriteArrayList<>();
  private final InstantSource clock = InstantSource.system();
  private final Settings settings;

  private Service(Settings settings) {
    this.settings = settings;
  }

  static void migrate(Settings settings) {
    Persistence.migrate(StoreConfig.of(settings));
  }

  static AuditVerdict verifyAudit(Settings settings, Optional<AuditMark> kept) {
    return Persistence.verifyAudit(StoreConfig.of(settings), kept);
  }

  /// Migrates the database, opens everything and begins to serve; what was opened is closed again
  /// if something fails.
  static Service start(Settings settings) {
    var service = new Service(settings);
    try {
      service.open();
      return service;
    } catch (RuntimeException | Error failure) {
      service.close();
      throw failure;
    }
  }

  private void open() {
    var storeConfig = StoreConfig.of(settings);
    Persistence.migrate(storeConfig);
    var store = opened(Persistence.open(storeConfig));
    WeakSchemes.tell(
        store.connections().living().stream().map(Connection::id).toList(),
        store.webhookSchemes(),
        clock.instant());
    var rules = new TenantUrl.Rules(settings.halo().loopback(), settings.halo().hosts());
    var budget = new EndingBudget(store.rateBudget());
    var halo =
        opened(
            Halo.open(
                HaloConfig.DEFAULT.withRules(rules).withEgress(settings.halo().egress()),
                store.haloAccounts(),
                store.haloConsents(),
                new ConnectionHealth(store.connections(), clock),
                budget));
    var authorising = authorising(store, halo);
    var webhookSetup = webhookSetup(store, halo);
    var deleting = deleting(store, halo, webhookSetup.registering());
    var removal = opened(new RemovalWork(deleting::work, RemovalWork.IDLE));
    var webhooks =
        new HaloWebhookEndpoint(
            new HaloWebhookEndpoint.Ports(
                store.webhookSchemes(),
                store.webhookSenders(),
                store.deliveryRules(),
                store.deliveryInbox()),
            settings.receiving().proxies(),
            clock,
            settings.receiving().limits());
    var states =
        new Remembered<>(
            () -> CountedInbox.states(store.connections(), store.deliveryInbox()),
            INBOXES_KEPT,
            clock);
    var unresolved = new Remembered<>(store.alerts()::unresolved, INBOXES_KEPT, clock);
    var metrics =
        opened(
            new Metrics(
                webhooks.meters(),
                webhooks.refusals(),
                states,
                store.rateBudget()::loads,
                unresolved));
    repeated(RetentionWork.start(store, settings.receiving().kept(), clock));
    var work = opened(work(store, halo, metrics));
    parts.push(() -> {
      work.stop();
      budget.end();
    });
    var resuming =
        new ResumeDeliveries(
            halo.silent(),
            store.syncPauses(),
            halo.tenants(),
            store.deliveryInbox(),
            settings.retries(),
            clock);
    repeated(
        TenantRounds.every(
            BETWEEN_LOOKS_AT_THE_SILENT,
            "resumption of deliveries",
            store.connections()::all,
            connection -> resume(resuming, connection)));
    var refused = store.refusedDeliveries();
    repeated(
        Heartbeat.every(
            "refusals", REFUSALS_TOLD, () -> webhooks.refusals().tell(refused, clock.instant())));
    repeated(HistoryWork.start(store.syncHistory(), settings.sync().historyKept(), clock));
    var diagnosing = diagnosing(store, halo);
    var sender = opened(Notification.open(notification(), clock));
    var graphql =
        graphql(store, halo, rules, work, authorising, deleting, diagnosing, webhookSetup, sender);
    var notices = opened(notices(store, sender));
    var routing = HttpRouting.builder();
    graphql.register(routing);
    var lacksKey = new Remembered<>(store::lacksKey, KEYS_KEPT, clock);
    var readiness =
        new Remembered<>(() -> readiness(store, lacksKey, work, loops), READINESS_KEPT, clock);
    routing
        .register("/webhooks/halo", webhooks)
        .register("/api/integrations/halo", new AuthorisationEndpoint(authorising))
        .register(new MonitorEndpoints(readiness, metrics));
    var server = settings.server();
    var http =
        opened(
            HttpServer.start(
                server.bind(), server.port(), routing, settings.receiving().limits().maxBytes()));
    opened(graphql);
    work.start();
    repeated(WebhookWork.start(store, webhookSetup, settings.receiving().check()));
    repeated(DiagnosisWork.start(store.connections(), diagnosing, settings.sync().poll()));
    repeated(
        AlertWork.start(
            store, store.noticeOutbox(), schedule(), settings.alerting().evaluate(), clock));
    removal.start();
    loops.add(removal::isWell);
    notices.start();
    LOG.info("serving bind={} port={}", server.bind(), http.port());
  }

  private RetryRejectedRows retrying(Persistence store, Halo halo) {
    return new RetryRejectedRows(
        store.connections(), halo.tenants(), stores(store), store.rejectedRows(), clock);
  }

  private SyncRecords syncingRecords(Persistence store, Halo halo) {
    return new SyncRecords(
        store.connections(), halo.tenants(), stores(store), store.rejectedRows(), clock);
  }

  private SyncResource.Stores stores(Persistence store) {
    return new SyncResource.Stores(
        mirror(store),
        storingTickets(store),
        store.syncRuns(),
        store.pollCursors(),
        store.heldDeletions(),
        store.listPositions(),
        store.syncScopes(),
        store.comparisons());
  }

  /// Whatever is read from Halo goes through it.
  private Mirror mirror(Persistence store) {
    return new ScopedMirror(store.mirror(), store.syncScopes(), store.transactions(), clock);
  }

  private StoreTickets storingTickets(Persistence store) {
    return new StoreTickets(mirror(store), store.links(), store.transactions());
  }

  private BackgroundWork work(Persistence store, Halo halo, Metrics metrics) {
    var tickets = storingTickets(store);
    var resources =
        new SyncResource(halo.tenants(), stores(store), settings.sync().deletions(), clock);
    var events = new ApplyEvents(halo.tenants(), mirror(store), tickets);
    var deliveries =
        new ProcessDeliveries(
            new CountedInbox(store.deliveryInbox(), metrics),
            store.syncPauses(),
            new UnderstandDeliveries(
                halo.deliveries(),
                store.deliveryRules(),
                new FilterEvents(store.eventSubjects()),
                store.deliveryConflicts()),
            events,
            settings.retries(),
            clock);
    var turns = new HydrationTurns(store.hydration(), clock);
    var filling = filling(store, halo, tickets);
    var notes = notes(store, halo, filling, turns);
    var useCases =
        new BackgroundWork.UseCases(
            deliveries,
            reconciling(store, halo, events, resources),
            notes,
            rest(store, halo, filling, notes, turns),
            new PollChanges(
                resources, store.pollCursors(), store.syncSchedules(), schedule(), clock),
            resources);
    return new BackgroundWork(
        useCases,
        store.connections(),
        store.deliveryInbox(),
        store.syncRuns(),
        new HaltedConnections(store.syncPauses(), store.connectionRemoval()),
        settings.sync(),
        settings.receiving().workers(),
        metrics::reconciled,
        clock);
  }

  private ReconcileDeliveries reconciling(
      Persistence store, Halo halo, ApplyEvents events, SyncResource resources) {
    return new ReconcileDeliveries(
        halo.deliveryLogs(),
        store.deliveryProofs(),
        events,
        resources,
        settings.server().publicUrl(),
        settings.receiving().reconcile(),
        clock);
  }

  /// Of lists for which nobody has chosen one.
  private Schedule schedule() {
    return new Schedule(Schedule.Mode.HYBRID, settings.sync().poll(), 2, ZoneId.of("UTC"));
  }

  private DeleteConnection deleting(Persistence store, Halo halo, RegisterWebhook registering) {
    return new DeleteConnection(
        store.connections(),
        store.connectionRemoval(),
        registering,
        halo.webhooks(),
        DeleteConnection.Pace.DEFAULT,
        clock);
  }

  private DiagnoseConnection diagnosing(Persistence store, Halo halo) {
    var ports =
        new DiagnoseConnection.Ports(
            store.connections(),
            store.haloAccounts(),
            store.diagnoses(),
            store.syncRuns(),
            store.syncPauses());
    return new DiagnoseConnection(ports, halo.doctor(), clock);
  }

  private AuthoriseConnection authorising(Persistence store, Halo halo) {
    var ports =
        new AuthoriseConnection.Ports(
            store.connections(),
            store.haloAccounts(),
            store.discoveries(),
            store.authorisations(),
            store.haloConsents(),
            halo.authorisations(),
            halo.scopes());
    return new AuthoriseConnection(ports, settings.server().publicUrl(), clock);
  }

  private FillDueNotes filling(Persistence store, Halo halo, StoreTickets tickets) {
    return new FillDueNotes(
        new FillNotes(halo.tenants(), mirror(store), tickets), store.hydration(), clock);
  }

  private NotesWork notes(
      Persistence store, Halo halo, FillDueNotes filling, HydrationTurns turns) {
    var syncing =
        new SyncNotes(
            halo.tenants(),
            filling,
            turns,
            new SyncNotes.Stores(store.mirror(), store.hydration(), store.syncRuns()),
            clock,
            NotesWork::log);
    return new NotesWork(filling, syncing, turns, store.syncRuns(), settings.sync().notes(), clock);
  }

  private RestWork rest(
      Persistence store, Halo halo, FillDueNotes filling, NotesWork notes, HydrationTurns turns) {
    var mirror = mirror(store);
    var assets = FillPages.ofAssets(halo.tenants(), mirror, store.hydration(), clock);
    var clients = FillPages.ofClients(halo.tenants(), mirror, store.hydration(), clock);
    return new RestWork(assets, clients, filling, notes, turns, store.syncRuns());
  }

  private WebhookWork.Setup webhookSetup(Persistence store, Halo halo) {
    return WebhookWork.setup(
        store, halo, settings.server().publicUrl(), settings.receiving().check(), clock);
  }

  private NotificationConfig notification() {
    var rules = new TenantUrl.Rules(settings.halo().loopback(), settings.channels().hosts());
    return new NotificationConfig(
        rules, settings.halo().egress(), settings.channels().smtp(), NotificationConfig.PATIENCE);
  }

  private NoticeWork notices(Persistence store, ChannelSender sender) {
    var sending =
        new SendNotices(
            store.noticeOutbox(),
            store.alertChannels(),
            sender,
            SendNotices.Patience.DEFAULT,
            clock,
            () -> ThreadLocalRandom.current().nextDouble());
    return new NoticeWork(sending, store.noticeOutbox(), clock, NoticeWork.DRAIN);
  }

  private GraphqlApi graphql(
      Persistence store,
      Halo halo,
      TenantUrl.Rules rules,
      BackgroundWork work,
      AuthoriseConnection authorising,
      DeleteConnection deleting,
      DiagnoseConnection diagnosing,
      WebhookWork.Setup webhookSetup,
      ChannelSender sender) {
    var changes = new RoutingChanges(store.links(), store.ticketRoutes(), store.transactions());
    var discovering =
        new DiscoverTenant(store.haloAccounts(), halo.discovery(), store.discoveries());
    var useCases =
        new ProductPorts.UseCases(
            new CreateConnection(store.connections(), discovering, rules, clock),
            new TestConnection(
                store.haloAccounts(), halo.probe(), discovering, store.connections(), clock),
            diagnosing,
            authorising,
            new ReplaceCredentials(store.connections(), halo.probe(), clock),
            deleting,
            new CreateTeam(store.teams()),
            new LinkClients(store.connections(), store.clientReads(), store.teams(), changes),
            webhookSetup.registering(),
            new RestrictSenders(store.connections(), store.webhookSenders()),
            retrying(store, halo),
            syncingRecords(store, halo),
            new ReviewDeletions(store.connections(), store.heldDeletions(), clock),
            work::startSync);
    var ports =
        new ProductPorts(
            new ProductPorts.Reads(
                store.clientReads(),
                store.assetReads(),
                store.ticketReads(),
                store.lookupNames(),
                store.changes()),
            new ProductPorts.Oversight(
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
                new ProductPorts.Receiving(
                    store.webhookSchemes(),
                    store.webhookSenders(),
                    store.refusedDeliveries(),
                    new ReviewDeliveries(store.connections(), store.deliveryProofs(), clock),
                    new ProductPorts.Deliveries(
                        store.deliveryStatistics(), store.deliveryHistory()),
                    webhookSetup.ports(store, halo),
                    new ProductPorts.Sorting(
                        store.deliveryRules(),
                        new ForeseeDeliveries(
                            store.receivedDeliveries(),
                            halo.deliveries(),
                            store.deliveryRules(),
                            store.eventSubjects()),
                        store.deliveryConflicts()),
                    clock),
                new ProductPorts.Alerting(
                    store.alerts(), new ReviewAlerts(store.connections(), store.alerts(), clock))),
            new ProductPorts.Scheduling(
                store.syncSchedules(),
                store.syncPauses(),
                new ScheduleSync(
                    store.connections(), store.syncSchedules(), store.syncPauses(), clock),
                store.syncScopes(),
                new ChooseScope(
                    store.connections(), store.syncScopes(), store.listPositions(), clock),
                schedule()),
            new ProductPorts.Notification(
                store.alertChannels(),
                store.noticeOutbox(),
                new ManageAlertChannels(
                    store.connections(),
                    store.alertChannels(),
                    sender,
                    notification().rules(),
                    clock)),
            useCases,
            store.auditLog());
    return GraphqlApi.open(GraphqlConfig.of(settings), ports, clock);
  }

  private static void resume(ResumeDeliveries resuming, Connection connection) {
    if (resuming.look(connection)) {
      LOG.info("event=tenant_answers_again connection={}", connection.id());
    }
  }

  private static Readiness readiness(
      Persistence store,
      Supplier<Boolean> lacksKey,
      BackgroundWork work,
      List<BooleanSupplier> loops) {
    boolean working = work.isAlive() && loops.stream().allMatch(BooleanSupplier::getAsBoolean);
    return Readiness.of(store.health(), store.webhookSchemes(), lacksKey.get(), working);
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  private void repeated(Heartbeat loop) {
    loops.add(opened(loop)::isWell);
  }

  private void repeated(TenantRounds rounds) {
    loops.add(opened(rounds)::isWell);
  }

  /// Goes on with the next part when one cannot be closed.
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      var part = parts.pop();
      try {
        part.close();
      } catch (Exception failure) {
        LOG.warn("not closed part={}", part.getClass().getSimpleName(), failure);
      }
    }
  }
}

package ai.superit.halo.bootstrap;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.connection.AuthoriseConnection;
import ai.superit.halo.application.connection.ConnectionHealth;
import ai.superit.halo.application.connection.DeleteConnection;
import ai.superit.halo.application.connection.DiagnoseConnection;
import ai.superit.halo.application.notification.ChannelSender;
import ai.superit.halo.application.notification.SendNotices;
import ai.superit.halo.application.webhook.RegisterWebhook;
import ai.superit.halo.application.webhook.ResumeDeliveries;
import ai.superit.halo.authorisation.AuthorisationEndpoint;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.halo.Halo;
import ai.superit.halo.halo.HaloConfig;
import ai.superit.halo.notification.Notification;
import ai.superit.halo.persistence.AuditMark;
import ai.superit.halo.persistence.AuditVerdict;
import ai.superit.halo.persistence.Persistence;
import ai.superit.halo.webhook.HaloWebhookEndpoint;
import io.helidon.webserver.http.HttpRouting;
import java.time.Duration;
import java.time.InstantSource;
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
    var budget = new EndingBudget(store.rateBudget());
    var halo =
        opened(
            Halo.open(
                HaloConfig.DEFAULT
                    .withRules(settings.halo().rules())
                    .withEgress(settings.halo().egress()),
                store.haloAccounts(),
                store.haloConsents(),
                new ConnectionHealth(store.connections(), clock),
                budget));
    var syncing = new SyncWiring(store, halo, settings, clock);
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
    var work = opened(syncing.work(metrics));
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
    var sender = opened(Notification.open(ChannelSettings.config(settings), clock));
    var graphql =
        new GraphqlWiring(store, halo, settings, clock)
            .open(
                new GraphqlWiring.Shared(authorising, deleting, diagnosing, webhookSetup),
                syncing,
                work,
                sender);
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
        opened(HttpServer.start(server.bind(), server.port(), routing, HttpLimits.of(settings)));
    metrics.show(http.connections());
    opened(graphql);
    work.start();
    repeated(WebhookWork.start(store, webhookSetup, settings.receiving().check()));
    repeated(DiagnosisWork.start(store.connections(), diagnosing, settings.sync().poll()));
    repeated(
        AlertWork.start(
            store,
            store.noticeOutbox(),
            settings.sync().usual(),
            settings.alerting().evaluate(),
            clock));
    removal.start();
    loops.add(removal::isWell);
    notices.start();
    loops.add(notices::isWell);
    LOG.info("serving bind={} port={}", server.bind(), http.port());
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

  private WebhookWork.Setup webhookSetup(Persistence store, Halo halo) {
    return WebhookWork.setup(
        store, halo, settings.server().publicUrl(), settings.receiving().check(), clock);
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

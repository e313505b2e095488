package ai.superit.halo.persistence;

import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.Transactions;
import ai.superit.halo.application.alert.Alerts;
import ai.superit.halo.application.asset.AssetReads;
import ai.superit.halo.application.audit.AuditLog;
import ai.superit.halo.application.client.ClientReads;
import ai.superit.halo.application.connection.Authorisations;
import ai.superit.halo.application.connection.BudgetTime;
import ai.superit.halo.application.connection.ConnectionRemoval;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.Diagnoses;
import ai.superit.halo.application.connection.Discoveries;
import ai.superit.halo.application.connection.HaloAccounts;
import ai.superit.halo.application.connection.HaloConsents;
import ai.superit.halo.application.connection.RateBudget;
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
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The store in PostgreSQL, from the start of the service to its end. All ports may be used by any
/// number of threads.
public final class Persistence implements AutoCloseable {
  /// How the database is.
  ///
  /// @param flaws why it may lose what it has committed, one sentence each; unknown, and empty,
  ///   where it cannot be reached
  public record Health(boolean reachable, List<String> flaws) {
    public Health {
      flaws = List.copyOf(flaws);
    }

    public boolean isDurable() {
      return reachable && flaws.isEmpty();
    }
  }

  private static final String SCHEMA = "halo";

  /// Syncs, re-reads and notes may all want to write at once: better late than failed.
  private static final Duration WAIT_FOR_WRITE = Duration.ofSeconds(15);

  private final Database database;
  private final Seals seals;
  private final PostgresConnections connections;
  private final PostgresLookupNames lookupNames;
  private final PostgresWebhookSchemes webhookSchemes;
  private final PostgresWebhookSenders webhookSenders;
  private final PostgresDeliveryRules deliveryRules;
  private final PostgresDeliveryInbox inbox;
  private final Notices notices;
  private final PostgresChangeNotices changes;
  private final Mirror mirror;
  private final SyncRuns syncRuns;
  private final RateBudget rateBudget;

  private Persistence(PersistenceConfig config, BudgetTime time) {
    var access = config.access();
    var pools = config.pools();
    var timeouts = config.timeouts();
    this.database =
        new Database(
            Pool.open(access, "queries", pools.queries(), timeouts.query()),
            Pool.open(access, "writes", pools.writes(), timeouts.write(), WAIT_FOR_WRITE));
    this.inbox =
        new PostgresDeliveryInbox(
            database,
            inboxPool(config, "inbox", pools.inbox() - 1),
            inboxPool(config, "accepting", 1),
            timeouts.accept());
    this.notices = new Notices(Pool.open(access, "notices", 1, Duration.ofSeconds(30)));
    this.seals = new Seals(config.keys());
    this.connections = new PostgresConnections(database, seals);
    this.webhookSchemes = new PostgresWebhookSchemes(database, seals);
    this.webhookSenders = new PostgresWebhookSenders(database);
    this.deliveryRules = new PostgresDeliveryRules(database);
    this.lookupNames = new PostgresLookupNames(database);
    this.changes = new PostgresChangeNotices(database, System::nanoTime);
    this.mirror = new PostgresMirror(database, lookupNames, changes);
    this.syncRuns = new PostgresSyncRuns(database, changes, timeouts.runLease());
    this.rateBudget =
        config
            .rateLimit()
            .<RateBudget>map(bound -> new PostgresRateBudget(database, bound, time))
            .orElseGet(UnlimitedRateBudget::new);
  }

  private static HikariDataSource inboxPool(PersistenceConfig config, String name, int size) {
    var patience = config.timeouts().accept();
    return Pool.open(config.access(), name, size, patience, Duration.ofSeconds(1), Pool.BY_KEY);
  }

  /// Connects and begins to work. The schema must be there: see [#migrate].
  ///
  /// @throws StoreUnavailable if the database cannot be reached; its message says what to check
  /// @throws IllegalStateException if the schema is missing, or if the database may lose what it
  ///   has committed and the configuration does not allow that
  public static Persistence open(PersistenceConfig config) {
    return open(config, BudgetTime.REAL);
  }

  /// The same, but with budgets that go by another time.
  public static Persistence open(PersistenceConfig config, BudgetTime time) {
    Reachability.check(config.access());
    var persistence = new Persistence(config, time);
    try {
      persistence.check(config.allowNotDurable());
      persistence.start();
      return persistence;
    } catch (RuntimeException failure) {
      persistence.close();
      throw failure;
    }
  }

  /// Creates the schema or brings it up to date. Several instances may do so at once.
  ///
  /// @throws StoreUnavailable if the database cannot be reached; its message says what to check
  /// @throws IllegalStateException if the schema is not as a migration expects it
  public static void migrate(PersistenceConfig config) {
    var access = config.access();
    Reachability.check(access);
    try {
      Flyway.configure()
          .dataSource(access.jdbcUrl(), access.user(), access.password().reveal())
          .schemas(SCHEMA)
          .locations("classpath:db/halo")
          // A crash undoes the latest migrations as a whole, with the notes that they were made:
          // they
          // are made again. Whatever is committed after them takes them to the disk.
          .initSql("set synchronous_commit to off")
          .load()
          .migrate();
    } catch (FlywayException failure) {
      throw Failures.ofMigration(failure);
    }
  }

  /// Reads the whole audit log and checks its chain of hashes.
  ///
  /// @param kept an entry as it was at an earlier time
  /// @throws StoreUnavailable if the database cannot be reached; its message says what to check
  public static AuditVerdict verifyAudit(PersistenceConfig config, Optional<AuditMark> kept) {
    Reachability.check(config.access());
    try (var pool = Pool.open(config.access(), "audit", 1, Duration.ofMinutes(10));
        var connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return new AuditVerification(connection, kept).verdict();
    } catch (SQLException failure) {
      throw Failures.translated(failure);
    }
  }

  /// Asks the database; never throws.
  public Health health() {
    try {
      return new Health(true, database.readBare(Durability::flaws));
    } catch (RuntimeException unreachable) {
      return new Health(false, List.of());
    }
  }

  /// Whether this instance was not given the key of some client secret; false where the database
  /// cannot be asked. Never throws.
  public boolean lacksKey() {
    try {
      return connections.lackKey();
    } catch (RuntimeException unreachable) {
      return false;
    }
  }

  public Transactions transactions() {
    return database;
  }

  public AuditLog auditLog() {
    return new PostgresAuditLog(database);
  }

  public Connections connections() {
    return connections;
  }

  public HaloAccounts haloAccounts() {
    return connections;
  }

  public Discoveries discoveries() {
    return new PostgresDiscoveries(database);
  }

  public Diagnoses diagnoses() {
    return new PostgresDiagnoses(database);
  }

  public Authorisations authorisations() {
    return new PostgresAuthorisations(database, seals);
  }

  public HaloConsents haloConsents() {
    return new PostgresHaloConsents(database, connections, seals);
  }

  public ConnectionRemoval connectionRemoval() {
    return new PostgresConnectionRemoval(database, connections, changes);
  }

  public Teams teams() {
    return new PostgresTeams(database);
  }

  public Links links() {
    return new PostgresLinks(database);
  }

  public TicketRoutes ticketRoutes() {
    return new PostgresTicketRoutes(database, changes);
  }

  public Mirror mirror() {
    return mirror;
  }

  public TicketReads ticketReads() {
    return new PostgresTicketReads(database);
  }

  public ClientReads clientReads() {
    return new PostgresClientReads(database);
  }

  public AssetReads assetReads() {
    return new PostgresAssetReads(database);
  }

  public LookupNames lookupNames() {
    return lookupNames;
  }

  public SyncRuns syncRuns() {
    return syncRuns;
  }

  public SyncHistory syncHistory() {
    return new PostgresSyncHistory(database);
  }

  public HeldDeletions heldDeletions() {
    return new PostgresHeldDeletions(database);
  }

  public Comparisons comparisons() {
    return new PostgresComparisons(database);
  }

  public ListPositions listPositions() {
    return new PostgresListPositions(database);
  }

  public RejectedRows rejectedRows() {
    return new PostgresRejectedRows(database);
  }

  public PollCursors pollCursors() {
    return new PostgresPollCursors(database);
  }

  public SyncSchedules syncSchedules() {
    return new PostgresSyncSchedules(database);
  }

  public SyncScopes syncScopes() {
    return new PostgresSyncScopes(database);
  }

  public Hydration hydration() {
    return new PostgresHydration(database);
  }

  public SyncPauses syncPauses() {
    return new PostgresSyncPauses(database);
  }

  public DeliveryInbox deliveryInbox() {
    return inbox;
  }

  public DeliveryRetention deliveryRetention() {
    return new PostgresDeliveryRetention(database);
  }

  public DeliveryHistory deliveryHistory() {
    return new PostgresDeliveryHistory(database);
  }

  public DeliveryStatistics deliveryStatistics() {
    return new PostgresDeliveryStatistics(database);
  }

  public DeadLetters deadLetters() {
    return new PostgresDeadLetters(database, inbox::tellWorkers);
  }

  public WebhookSchemes webhookSchemes() {
    return webhookSchemes;
  }

  public WebhookSenders webhookSenders() {
    return webhookSenders;
  }

  public DeliveryRules deliveryRules() {
    return deliveryRules;
  }

  public EventSubjects eventSubjects() {
    return new PostgresEventSubjects(database);
  }

  public DeliveryConflicts deliveryConflicts() {
    return new PostgresDeliveryConflicts(database);
  }

  public ReceivedDeliveries receivedDeliveries() {
    return new PostgresReceivedDeliveries(database);
  }

  public WebhookWatch webhookWatch() {
    return new PostgresWebhookWatch(database);
  }

  public RefusedDeliveries refusedDeliveries() {
    return new PostgresRefusedDeliveries(database);
  }

  public DeliveryProofs deliveryProofs() {
    return new PostgresDeliveryProofs(database);
  }

  public AlertChannels alertChannels() {
    return new PostgresAlertChannels(database, seals);
  }

  public NoticeOutbox noticeOutbox() {
    return new PostgresNoticeOutbox(database);
  }

  public Alerts alerts() {
    return new PostgresAlerts(database, changes);
  }

  public ChangeNotices changes() {
    return changes;
  }

  public RateBudget rateBudget() {
    return rateBudget;
  }

  /// Stores the deliveries that wait, then lets go of the database.
  @Override
  public void close() {
    changes.close();
    notices.close();
    inbox.close();
    database.close();
  }

  private void check(boolean allowNotDurable) {
    var hasSchema =
        database.readBare(
            Query.of("select count(*) from pg_tables where schemaname = 'halo'")::number);
    if (hasSchema == 0) {
      throw new IllegalStateException("the database has no schema halo: migrate it first");
    }
    var flaws = database.readBare(Durability::flaws);
    if (!flaws.isEmpty() && !allowNotDurable) {
      throw new IllegalStateException(
          "the database may lose what it has committed: " + String.join("; ", flaws));
    }
  }

  private void start() {
    webhookSchemes.refresh();
    webhookSenders.refresh();
    deliveryRules.refresh();
    notices.subscribe(Notices.Channel.WEBHOOK_SCHEMES, _ -> webhookSchemes.refreshIfPossible());
    notices.subscribe(Notices.Channel.WEBHOOK_SENDERS, _ -> webhookSenders.refreshIfPossible());
    notices.subscribe(Notices.Channel.DELIVERY_RULES, _ -> deliveryRules.refreshIfPossible());
    notices.subscribe(Notices.Channel.LOOKUPS, _ -> lookupNames.forgetAll());
    notices.subscribe(Notices.Channel.DELIVERIES, _ -> inbox.signal());
    notices.subscribe(Notices.Channel.CHANGES, notice -> notice.ifPresent(changes::heard));
    notices.onReconnection(changes::missed);
    notices.start();
    changes.start();
    inbox.start();
  }
}

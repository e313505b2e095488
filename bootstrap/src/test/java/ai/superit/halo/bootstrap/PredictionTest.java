package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.ConnectionHealth;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.application.sync.DeletionLimits;
import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.halo.Halo;
import ai.superit.halo.halo.HaloConfig;
import ai.superit.halo.persistence.Persistence;
import ai.superit.halo.simulator.HaloSimulator;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.SimulatorConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run whose pace is the tenant's limit: eight calls in four seconds, of which each takes a
/// twentieth. Time leaps from one call to the next, so that a slow machine is no slow tenant;
/// PostgreSQL, HTTP and the tenant are real.
@Order(8)
class PredictionTest {
  private static final RateLimit LIMIT = new RateLimit(8, Duration.ofSeconds(4));
  private static final Duration CALL = Duration.ofMillis(50);

  @TempDir Path folder;
  private final LeapingTime time = new LeapingTime();
  private final List<Instant> predicted = new CopyOnWriteArrayList<>();
  private EmbeddedDatabase database;
  private HaloSimulator simulator;
  private Persistence store;
  private Halo halo;
  private Connection connection;

  /// The budget of the store, by which calls take their time; notes what is predicted before each.
  private final class Watched extends ForwardingBudget {
    Watched(RateBudget budget) {
      super(budget);
    }

    @Override
    public void acquire(ConnectionId tenant, Lane lane, Duration patience)
        throws InterruptedException {
      super.acquire(tenant, lane, patience);
      time.sleep(CALL);
      store.syncRuns().latest(tenant).stream()
          .flatMap(run -> run.effort().predictedFinish().stream())
          .forEach(predicted::add);
    }
  }

  @BeforeEach
  void start() throws IOException {
    MigratedDatabase.copyTo(folder.resolve("postgres"));
    database = EmbeddedDatabase.start(folder.resolve("postgres"), folder.resolve("postgres.log"));
    var config =
        SimulatorConfig.builder()
            .scale(new Scale(5, 8, 30, 3_000, 0, 80))
            .rateLimit(LIMIT)
            .clock(time)
            .build();
    simulator = HaloSimulator.start(config);
    var bound = new TenantBudget.Bound(LIMIT.calls(), LIMIT.window(), 0);
    store = Persistence.open(TwoInstances.config(database, bound), time);
    connection = ConnectionBuilder.aConnection("acme").at(simulator.uri().toString()).build();
    var access = TwoInstances.access(connection.id(), simulator, config);
    store.connections().create(connection, access.clientSecret());
    halo =
        Halo.open(
            HaloConfig.DEFAULT.withRules(TwoInstances.LOOPBACK),
            _ -> Optional.of(access),
            store.haloConsents(),
            new ConnectionHealth(store.connections(), time),
            new Watched(store.rateBudget()),
            time);
  }

  @AfterEach
  void stop() {
    halo.close();
    store.close();
    simulator.close();
    database.close();
  }

  @Test
  void a_run_ends_within_15_percent_of_what_it_predicted_at_its_start() {
    var run = sync();

    assertThat(run.progress()).isInstanceOf(SyncRun.Progress.Complete.class);
    var took = Duration.between(run.startedAt(), run.progress().end().orElseThrow());
    var wanted = Duration.between(run.startedAt(), predicted.getFirst());
    assertThat(took).isGreaterThan(Duration.ofSeconds(10));
    var ratio = (double) wanted.toMillis() / took.toMillis();
    assertThat(ratio).as("%s predicted, %s taken", wanted, took).isBetween(0.85, 1.15);
    assertThat(run.effort().calls()).isBetween(32L, 45L);
  }

  private SyncRun sync() {
    var stores =
        new SyncResource.Stores(
            store.mirror(),
            new StoreTickets(store.mirror(), store.links(), store.transactions()),
            store.syncRuns(),
            store.pollCursors(),
            store.heldDeletions(),
            store.listPositions(),
            store.syncScopes(),
            store.comparisons());
    var resources = new SyncResource(halo.tenants(), stores, DeletionLimits.DEFAULT, time);
    return MirroredConnection.ended(
        resources.sync(connection.id(), Resource.TICKETS, Lane.BACKFILL, () -> false));
  }
}

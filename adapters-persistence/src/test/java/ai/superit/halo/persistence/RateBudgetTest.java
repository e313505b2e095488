package ai.superit.halo.persistence;

import static ai.superit.halo.domain.testing.ConnectionBuilder.aConnection;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.StatedLimit;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.application.testing.RateBudgetContract;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.ConnectionStatus.State;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.testing.Moments;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two instances of the service over one database.
@ExtendWith(CleanStore.class)
class RateBudgetTest implements RateBudgetContract {
  private final ConnectionId acme = ConnectionId.random();
  private final Persistence one = open();
  private final Persistence two = open();

  @Override
  public RateBudget budget() {
    return one.rateBudget();
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void the_calls_of_all_instances_count_together() throws InterruptedException {
    var start = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      one.rateBudget().acquire(acme, Lane.PERSON);
      two.rateBudget().acquire(acme, Lane.PERSON);
    }
    one.rateBudget().acquire(ConnectionId.random(), Lane.PERSON);

    two.rateBudget().acquire(acme, Lane.PERSON);

    assertThat(elapsedSince(start)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void connections_to_one_tenant_share_its_calls() throws InterruptedException {
    var first = connected(aConnection("Acme"));
    var second = connected(aConnection("Acme again").of("others"));
    var elsewhere = connected(aConnection("Globex").at("http://localhost:7001"));
    for (int i = 0; i < 4; i++) {
      one.rateBudget().acquire(first, Lane.PERSON);
      two.rateBudget().acquire(second, Lane.PERSON);
    }

    assertThat(one.rateBudget().findState(first).orElseThrow().used()).isEqualTo(8);
    two.rateBudget().refused(second, Duration.ofMinutes(1));
    assertThat(one.rateBudget().findState(first).orElseThrow().refusals()).isEqualTo(1);
    assertThat(one.rateBudget().findState(elsewhere)).isEmpty();
    assertThat(two.rateBudget().loads())
        .containsOnlyKeys(second)
        .hasEntrySatisfying(second, load -> assertThat(load.refused()).isEqualTo(1));
  }

  @Test
  void what_is_known_of_a_tenant_outlives_its_last_connection() {
    var first = connected(aConnection("Acme"));
    one.rateBudget().refused(first, Duration.ofMinutes(1));

    remove(first);

    var known = two.rateBudget().findState(connected(aConnection("Acme anew"))).orElseThrow();
    assertThat(known.refusals()).isEqualTo(1);
    assertThat(known.blockedUntil()).isPresent();
  }

  @Test
  void a_tenant_without_connections_that_nobody_has_called_for_a_day_is_forgotten()
      throws SQLException {
    var acme = connected(aConnection("Acme"));
    var globex = connected(aConnection("Globex").at("http://localhost:7001"));
    one.rateBudget().refused(acme, Duration.ofSeconds(5));
    one.rateBudget().refused(globex, Duration.ofSeconds(5));
    try (var database = TestDatabase.connect();
        var statement = database.createStatement()) {
      statement.execute(
          "update halo.rate_budget set newest_slot = newest_slot - "
              + Duration.ofHours(25).dividedBy(TenantBudget.SLOT));
    }

    remove(acme);

    assertThat(two.rateBudget().findState(connected(aConnection("Acme anew")))).isEmpty();
    assertThat(two.rateBudget().findState(globex)).isPresent();
  }

  private ConnectionId connected(ConnectionBuilder connection) {
    var built = connection.build();
    one.connections().create(built, new Secret("hunter2"));
    return built.id();
  }

  private void remove(ConnectionId connection) {
    one.connections().setStatus(connection, new ConnectionStatus(State.DELETING, "", Moments.NOON));
    one.connectionRemoval().forget(connection);
  }

  @Test
  void a_refusal_holds_all_instances_back() throws InterruptedException {
    var start = System.nanoTime();
    one.rateBudget().refused(acme, Duration.ofMillis(700));

    two.rateBudget().acquire(acme, Lane.PERSON);

    assertThat(elapsedSince(start)).isGreaterThanOrEqualTo(Duration.ofMillis(700));
  }

  @Test
  void what_one_instance_learned_is_known_to_all() throws InterruptedException {
    one.rateBudget().acquire(acme, Lane.PERSON);
    one.rateBudget().refused(acme, Duration.ofSeconds(5));

    assertThat(two.rateBudget().findState(acme).orElseThrow().refusals()).isEqualTo(1);
  }

  @Test
  void what_was_learned_is_known_after_a_restart() {
    one.rateBudget().refused(acme, Duration.ofSeconds(5));
    one.rateBudget().stated(acme, new StatedLimit(450, Duration.ofMinutes(5)));

    try (var later = open()) {
      assertThat(later.rateBudget().findState(acme).orElseThrow().calls()).contains(450L);
    }
  }

  @Test
  void instances_that_call_at_the_same_time_lose_no_call() throws Exception {
    try (var here = open(Duration.ofMinutes(1));
        var there = open(Duration.ofMinutes(1))) {
      Callable<Boolean> atOne = () -> acquireTwice(here.rateBudget());
      Callable<Boolean> atTwo = () -> acquireTwice(there.rateBudget());

      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        assertThat(threads.invokeAll(List.of(atOne, atTwo, atOne, atTwo)))
            .allSatisfy(done -> assertThat(done.get()).isTrue());
      }

      assertThat(there.rateBudget().findState(acme).orElseThrow().used()).isEqualTo(8);
    }
  }

  @Test
  void without_a_limit_only_refusals_hold_back() throws InterruptedException {
    RateBudget unlimited = TestDatabase.store().rateBudget();
    for (int i = 0; i < 1_000; i++) {
      unlimited.acquire(acme, Lane.BACKFILL);
    }
    var start = System.nanoTime();
    unlimited.refused(acme, Duration.ofMillis(50));

    unlimited.acquire(acme, Lane.BACKFILL);

    assertThat(elapsedSince(start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
  }

  private boolean acquireTwice(RateBudget budget) throws InterruptedException {
    budget.acquire(acme, Lane.PERSON);
    budget.acquire(acme, Lane.PERSON);
    return true;
  }

  private static Duration elapsedSince(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  private static Persistence open() {
    return open(Duration.ofSeconds(2));
  }

  private static Persistence open(Duration window) {
    TestDatabase.store();
    var config = TestDatabase.config();
    return Persistence.open(
        new PersistenceConfig(
            config.access(),
            config.pools(),
            config.timeouts(),
            config.keys(),
            Optional.of(new TenantBudget.Bound(10, window, 0)),
            true));
  }
}

package ai.superit.halo.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.DeadLetters;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CleanStore.class)
class DeliveryDaysTest {
  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
  private static final Connection TENANT = ConnectionBuilder.aConnection("acme").build();
  private static final ConnectionId ACME = TENANT.id();

  private static final int ROUNDS = 10;

  /// How many deliveries a sender sends in a round.
  private static final int EACH = 20;

  private static final List<Disposition> ENDINGS =
      List.of(
          new Disposition.Applied(),
          new Disposition.Skipped("filtered"),
          new Disposition.Quarantined("odd"),
          new Disposition.Parked("failed"));

  private static final String WAITING_WITHOUT_BODY =
      """
      select count(*) from delivery_task task
      where state in ('OPEN', 'QUARANTINED', 'PARKED') and not exists (
        select from delivery d
        where d.connection_id = task.connection_id and d.delivery_id = task.delivery_id)
      """;

  @Test
  void deliveries_lie_in_the_table_of_their_day_also_those_that_came_before_it() throws Exception {
    var store = TestDatabase.store();
    accept(store, "early", NOON);

    store.deliveryRetention().prepare(NOON);
    accept(store, "in time", NOON.plusSeconds(1));
    accept(store, "next day", NOON.plus(1, ChronoUnit.DAYS));

    assertThat(count("delivery_20260504")).isEqualTo(2);
    assertThat(count("delivery_20260505")).isEqualTo(1);
    assertThat(count("delivery_rest")).isZero();
  }

  @Test
  void a_dropped_day_leaves_no_table_and_a_dead_letter_goes_to_the_rest() throws Exception {
    var store = TestDatabase.store();
    store.deliveryRetention().prepare(NOON);
    accept(store, "dead", NOON);
    store.deliveryInbox().claim(1, Except.NOTHING, Duration.ofMinutes(1), NOON);
    execute("update delivery_task set state = 'PARKED', held = false");

    store.deliveryRetention().forgetBefore(NOON.plus(1, ChronoUnit.DAYS));

    assertThat(tables("delivery_20260504")).isZero();
    assertThat(count("delivery_rest")).isEqualTo(1);
  }

  @Test
  void what_becomes_a_dead_letter_while_its_day_is_about_to_be_dropped_is_kept() throws Exception {
    var store = TestDatabase.store();
    store.deliveryRetention().prepare(NOON);
    accept(store, "skipped", NOON);
    store.deliveryInbox().claim(1, Except.NOTHING, Duration.ofMinutes(1), NOON);
    execute("update delivery_task set state = 'SKIPPED', held = false");

    try (var reader = TestDatabase.connect();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      reader.setAutoCommit(false);
      reader.createStatement().execute("select from delivery");
      var dropping =
          threads.submit(
              () -> store.deliveryRetention().forgetBefore(NOON.plus(1, ChronoUnit.DAYS)));
      await().until(() -> number("select count(*) from pg_locks where not granted") > 0);
      execute("update delivery_task set state = 'PARKED'");
      reader.rollback();
      dropping.get();
    }

    assertThat(count("delivery")).isEqualTo(1);
  }

  /// Of the very day that others try to drop: what counts is which of them is first.
  @Test
  void nothing_is_lost_and_nothing_fails_while_a_day_is_dropped_under_its_senders_and_workers()
      throws Exception {
    var store = TestDatabase.store();
    store.connections().create(TENANT, new Secret("secret"));
    var seen = ConcurrentHashMap.<String>newKeySet();
    var days = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var isGoingOn = new AtomicBoolean(true);
      var always =
          List.of(
              threads.submit(() -> whileTrue(isGoingOn, () -> work(store, seen))),
              threads.submit(() -> whileTrue(isGoingOn, () -> work(store, seen))),
              threads.submit(() -> whileTrue(isGoingOn, () -> days.addAndGet(drop(store)))));
      try {
        for (int round = 0; round < ROUNDS; round++) {
          var before = days.get();
          var name = "round " + round;
          var some =
              List.of(
                  threads.submit(() -> send(store, name + " one ")),
                  threads.submit(() -> send(store, name + " another ")),
                  threads.submit(() -> replay(store)));
          for (var each : some) {
            each.get();
          }
          await().atMost(Duration.ofMinutes(1)).until(() -> days.get() > before);
        }
      } finally {
        isGoingOn.set(false);
      }
      for (var each : always) {
        each.get();
      }
    }
    while (work(store, seen) > 0) {
      // what still waits
    }

    assertThat(seen).hasSize(ROUNDS * 2 * EACH);
    assertThat(number(WAITING_WITHOUT_BODY)).isZero();
  }

  private static void send(Persistence store, String name) {
    for (int i = 0; i < EACH; i++) {
      accept(store, name + i, NOON);
    }
  }

  /// As a worker does, and ends some in every way.
  private static int work(Persistence store, Set<String> seen) {
    var inbox = store.deliveryInbox();
    var claimed = inbox.claim(20, Except.NOTHING, Duration.ofMinutes(1), NOON.plusSeconds(60));
    var done = new HashMap<ClaimedDelivery.Claim, Disposition>();
    for (var delivery : claimed) {
      seen.add(new String(delivery.body(), UTF_8));
      done.put(delivery.claim(), ENDINGS.get(Math.floorMod(delivery.claim().hashCode(), 4)));
    }
    inbox.finish(done, Map.of(), NOON.plusSeconds(60));
    return claimed.size();
  }

  private static void replay(Persistence store) {
    var dead = store.deadLetters();
    for (var kind : DeadLetters.Kind.values()) {
      dead.replay(new DeadLetters.Selection(ACME, Optional.of(kind), Optional.empty(), Set.of()));
    }
  }

  private static int drop(Persistence store) {
    store.deliveryRetention().prepare(NOON);
    return store.deliveryRetention().forgetBefore(NOON.plus(1, ChronoUnit.DAYS)).days().size();
  }

  private static void whileTrue(AtomicBoolean condition, Runnable action) {
    while (condition.get()) {
      action.run();
    }
  }

  /// To move them would hold up who sends, every time in vain.
  @Test
  void a_day_with_very_many_dead_letters_stays_until_a_person_has_seen_to_them() throws Exception {
    var store = TestDatabase.store();
    store.deliveryRetention().prepare(NOON);
    execute(
        """
        insert into delivery
        select '%1$s', %2$d + i, now(), 'dead' from generate_series(1, 5001) as i;
        insert into delivery_task (connection_id, delivery_id, digest, state, received_at, due_at)
        select '%1$s', %2$d + i, decode(md5(i::text), 'hex'), 'PARKED', now(), now()
        from generate_series(1, 5001) as i;
        """
            .formatted(ACME, DeliveryDay.of(NOON).firstId()));

    var kept = store.deliveryRetention().forgetBefore(NOON.plus(1, ChronoUnit.DAYS));
    execute("delete from delivery_task where delivery_id % 100 > 0");
    var forgotten = store.deliveryRetention().forgetBefore(NOON.plus(1, ChronoUnit.DAYS));

    assertThat(kept.held()).containsExactly("20260504");
    assertThat(forgotten.days()).containsExactly("20260504");
    assertThat(count("delivery_rest")).isEqualTo(50);
  }

  /// Nobody can be accepted meanwhile.
  @Test
  void a_table_that_takes_long_to_make_is_given_up() throws Exception {
    var store = TestDatabase.store();
    var later = NOON.plus(60, ChronoUnit.DAYS);
    accept(store, "early", later);
    execute(
        """
        create function slow() returns trigger language plpgsql as
        $$ begin perform pg_sleep(20); return old; end $$;
        create trigger slow before delete on delivery_rest for each row execute function slow();
        """);
    try {
      assertThatExceptionOfType(StoreUnavailable.class)
          .isThrownBy(() -> store.deliveryRetention().prepare(later));
    } finally {
      execute("drop trigger slow on delivery_rest; drop function slow");
    }

    store.deliveryRetention().prepare(later);
    assertThat(count("delivery_20260703")).isEqualTo(1);
  }

  @Test
  void what_was_stored_before_there_were_days_is_still_worked_on() throws Exception {
    execute("drop database if exists before_days");
    execute("create database before_days");
    var access = TestDatabase.config().access();
    var url = access.jdbcUrl().replaceFirst("/[^/?]*(\\?|$)", "/before_days$1");
    var older = new PersistenceConfig.Access(url, access.user(), access.password());
    Flyway.configure()
        .dataSource(url, access.user(), access.password().reveal())
        .schemas("halo")
        .locations("classpath:db/halo")
        .target("202611211710")
        .load()
        .migrate();
    try (var connection =
            DriverManager.getConnection(url, access.user(), access.password().reveal());
        var statement = connection.createStatement()) {
      statement.execute(
          """
          insert into halo.delivery values ('%1$s', 2048, now(), 'kept'), ('%1$s', 3072, now(), 'old');
          insert into halo.delivery_arrival values ('%1$s', 2048, 2048, now());
          insert into halo.delivery_task (connection_id, delivery_id, received_at, due_at, digest)
          values ('%1$s', 3072, now(), now(), substr(sha256('old'), 1, 16));
          """
              .formatted(ACME));
    }

    Persistence.migrate(TestDatabase.config(older));

    try (var store = Persistence.open(TestDatabase.config(older))) {
      var now = Instant.now().plusSeconds(60);
      store.deliveryRetention().prepare(now);
      store.deliveryRetention().forgetBefore(now.minus(Duration.ofDays(35)));
      var kept = store.deliveryRetention().forgetBefore(now.plus(2, ChronoUnit.DAYS));
      assertThat(kept.held()).hasSize(1);
      accept(store, "new", now);
      assertThat(store.deliveryInbox().claim(9, Except.NOTHING, Duration.ofMinutes(1), now))
          .extracting(delivery -> new String(delivery.body(), UTF_8))
          .containsExactlyInAnyOrder("kept", "old", "new");
    }
  }

  private static void accept(Persistence store, String body, Instant at) {
    store.deliveryInbox().accept(new IncomingDelivery(ACME, at, body.getBytes(UTF_8)));
  }

  private static long count(String table) throws SQLException {
    return number("select count(*) from " + table);
  }

  private static long tables(String name) throws SQLException {
    return number("select count(*) from pg_class where relname = '" + name + "'");
  }

  private static long number(String sql) throws SQLException {
    try (var connection = TestDatabase.connect()) {
      return Query.of(sql).number(connection);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = TestDatabase.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

package ai.superit.halo.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.LoggedDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CleanStore.class)
class InboxClaimsTest {
  private static final int MEGABYTE = 1 << 20;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Persistence store = TestDatabase.store();

  @Test
  void a_worker_never_takes_on_more_bytes_than_it_can_hold() {
    for (int i = 0; i < 6; i++) {
      accept(4 * MEGABYTE, (byte) i);
    }

    assertThat(claimed()).isEqualTo(4);
    assertThat(claimed()).isEqualTo(2);
    assertThat(claimed()).isZero();
  }

  @Test
  void a_delivery_that_is_larger_than_that_is_taken_on_alone() {
    accept(17 * MEGABYTE, (byte) 1);
    accept(1, (byte) 2);

    assertThat(claimed()).isEqualTo(1);
    assertThat(claimed()).isEqualTo(1);
  }

  @Test
  void a_worker_takes_in_no_more_than_it_takes_on() throws SQLException {
    var flooded = ConnectionId.random();
    for (int i = 0; i < 20; i++) {
      accept(flooded, new byte[] {(byte) i}, NOW.plusSeconds(i));
    }

    var claimed =
        store.deliveryInbox().claim(4, Except.NOTHING, Duration.ofMinutes(1), NOW.plusSeconds(60));

    assertThat(claimed).hasSize(4);
    assertThat(tasks()).isEqualTo(4);
    assertThat(store.deliveryInbox().state(flooded).waiting()).isEqualTo(20);
  }

  @Test
  void a_worker_takes_in_few_of_many_strands_and_something_of_each_connection()
      throws SQLException {
    var flooded = ConnectionId.random();
    for (int client = 1; client <= 40; client++) {
      accept(flooded, about(client, 1), NOW.plusSeconds(client));
    }
    var quiet = ConnectionId.random();
    accept(quiet, about(1, 1), NOW.plusSeconds(50));

    claim(2, NOW.plusSeconds(60));

    assertThat(tasks()).isLessThanOrEqualTo(8);
    assertThat(tasks(quiet)).isEqualTo(1);
    for (int round = 0; round < 40; round++) {
      claim(2, NOW.plusSeconds(60));
    }
    assertThat(tasks()).isEqualTo(41);
  }

  @Test
  void five_thousand_deliveries_about_one_client_hold_up_no_other_client_of_the_connection()
      throws Exception {
    var tenant = ConnectionId.random();
    try (var senders = Executors.newFixedThreadPool(64, Thread.ofVirtual().factory())) {
      var sent =
          IntStream.range(0, 5_000)
              .mapToObj(number ->
                  senders.submit(() -> accept(tenant, about(12, number), NOW.plusMillis(number))))
              .toList();
      for (var each : sent) {
        each.get();
      }
    }
    var other = about(13, 0);
    accept(tenant, other, NOW.plusSeconds(10));

    var claimed =
        store
            .deliveryInbox()
            .claim(200, Except.NOTHING, Duration.ofMinutes(1), NOW.plusSeconds(60));

    assertThat(claimed).extracting(ClaimedDelivery::body).contains(other);
    assertThat(claimed).hasSizeBetween(2, 200);
    assertThat(store.deliveryInbox().state(tenant).waiting()).isEqualTo(5_001);
  }

  @Test
  void however_many_wait_only_so_many_are_counted() throws SQLException {
    var tenant = ConnectionId.random();
    try (var connection = TestDatabase.connect()) {
      Query.of(
              """
              insert into delivery_task (connection_id, delivery_id, digest, received_at, due_at)
              select ?, i, decode(md5(i::text), 'hex'), instant(?) + i * interval '1 second', now()
              from generate_series(1, 100100) as i
              """,
              tenant.value(),
              Column.micros(NOW))
          .write(connection);
    }

    var state = store.deliveryInbox().state(tenant);

    assertThat(state.waiting()).isEqualTo(DeliveryInbox.State.COUNTED);
    assertThat(state.oldestWaiting()).contains(NOW.plusSeconds(1));
  }

  @Test
  void all_that_wait_are_hastened_however_many_but_what_is_held_or_locked() throws SQLException {
    var tenant = ConnectionId.random();
    try (var connection = TestDatabase.connect();
        var other = TestDatabase.connect()) {
      Query.of(
              """
              insert into delivery_task
                (connection_id, delivery_id, strand, digest, received_at, due_at, attempt, held)
              select ?, i, i % 3, decode(md5(i::text), 'hex'), instant(?),
                instant(?) + i % 7 * interval '1 hour', 5, i = 10
              from generate_series(1, 7000) as i
              """,
              tenant.value(), Column.micros(NOW), Column.micros(NOW))
          .write(connection);
      other.setAutoCommit(false);
      Query.of("select 1 from delivery_task where delivery_id = 20 for update").number(other);

      assertThat(store.deliveryInbox().hasten(tenant, NOW, NOW)).isEqualTo(5_998);
      other.rollback();

      assertThat(store.deliveryInbox().hasten(tenant, NOW, NOW)).isEqualTo(1);
      assertThat(
              Query.of("select count(*) from delivery_task where replayed_after = 1")
                  .number(connection))
          .isEqualTo(5_999);
    }
  }

  @Test
  void workers_that_hang_hold_up_no_sender() throws Exception {
    var tenant = ConnectionId.random();
    try (var hanging = TestDatabase.connect();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      hanging.setAutoCommit(false);
      Query.of("lock table delivery_task in access exclusive mode").write(hanging);
      for (int worker = 0; worker < 8; worker++) {
        var _ = threads.submit(this::claimed);
        var _ = threads.submit(() -> store.deliveryInbox().state(tenant));
      }
      await().until(() -> waiting() >= PersistenceConfig.Pools.DEFAULT.inbox());

      accept(tenant, about(1, 1), NOW);

      hanging.rollback();
    }
    assertThat(store.deliveryInbox().state(tenant).waiting()).isEqualTo(1);
  }

  /// How many statements wait for the lock on the tasks.
  private static long waiting() throws SQLException {
    try (var connection = TestDatabase.connect()) {
      return Query.of(
              """
              select count(*) from pg_locks
              where relation = 'delivery_task'::regclass and not granted
              """)
          .number(connection);
    }
  }

  @Test
  void a_task_whose_body_is_gone_keeps_nothing_of_its_strand_waiting() throws SQLException {
    var tenant = ConnectionId.random();
    for (int i = 0; i < 6; i++) {
      accept(tenant, about(12, i), NOW.plusSeconds(i));
    }
    assertThat(claim(6, NOW.plusSeconds(60))).isEqualTo(6);
    try (var connection = TestDatabase.connect()) {
      Query.of(
              """
              delete from delivery
              where connection_id = ? and delivery_id in (
                select delivery_id from delivery
                where connection_id = ? order by delivery_id limit 4)
              """,
              tenant.value(),
              tenant.value())
          .write(connection);
    }

    assertThat(claim(4, NOW.plusSeconds(600))).isZero();

    assertThat(claim(4, NOW.plusSeconds(601))).isEqualTo(2);
    assertThat(store.deliveryInbox().state(tenant).waiting()).isEqualTo(2);
  }

  @Test
  void what_is_missing_is_told_once_few_wait_to_be_taken_in() throws SQLException {
    var acme = ConnectionBuilder.aConnection("acme").build();
    store.connections().create(acme, new Secret("secret"));
    var missed = new LoggedDelivery(DeliveryDigest.of(new byte[] {1}), NOW, true, Set.of());
    store.deliveryProofs().record(acme.id(), List.of(missed), NOW);
    try (var connection = TestDatabase.connect()) {
      Query.of(
              """
              insert into delivery_arrival (connection_id, strand, first_id, last_id, received_at)
              values (?, 1, 1, 5001, now())
              """,
              acme.id().value())
          .write(connection);

      assertThat(store.deliveryProofs().missing(acme.id(), NOW, 9)).isEmpty();

      Query.of("delete from delivery_arrival").write(connection);
    }
    assertThat(store.deliveryProofs().missing(acme.id(), NOW, 9)).hasSize(1);
  }

  private int claim(int limit, Instant now) {
    return store.deliveryInbox().claim(limit, Except.NOTHING, Duration.ofMinutes(1), now).size();
  }

  private static byte[] about(int client, int number) {
    return "{\"client_id\":%d,\"object_id\":%d}".formatted(client, number).getBytes(UTF_8);
  }

  private void accept(int size, byte content) {
    var body = new byte[size];
    Arrays.fill(body, content);
    accept(ConnectionId.random(), body, NOW.plusSeconds(content));
  }

  private void accept(ConnectionId connection, byte[] body, Instant at) {
    store.deliveryInbox().accept(new IncomingDelivery(connection, at, body));
  }

  private static long tasks() throws SQLException {
    try (var connection = TestDatabase.connect()) {
      return Query.of("select count(*) from delivery_task").number(connection);
    }
  }

  private static long tasks(ConnectionId of) throws SQLException {
    try (var connection = TestDatabase.connect()) {
      return Query.of("select count(*) from delivery_task where connection_id = ?", of.value())
          .number(connection);
    }
  }

  private int claimed() {
    return store
        .deliveryInbox()
        .claim(100, Except.NOTHING, Duration.ofMinutes(1), NOW.plusSeconds(60))
        .size();
  }
}

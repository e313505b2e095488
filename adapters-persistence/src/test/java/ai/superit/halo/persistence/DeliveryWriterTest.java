package ai.superit.halo.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeliveryWriterTest {
  /// Nothing empties the queue of a writer that was not started.
  private static final byte[] BODY = new byte[4 << 20];

  @Test
  void large_bodies_that_wait_are_bounded_by_their_bytes() {
    try (var source = new HikariDataSource();
        var writer = new DeliveryWriter(source, Duration.ofMillis(1), () -> {})) {
      for (int i = 0; i < 32; i++) {
        assertRefused(writer, BODY)
            .returns("the delivery could not be stored in time", StoreUnavailable::reason);
      }

      assertRefused(writer, BODY)
          .returns("too many deliveries wait to be stored", StoreUnavailable::reason);
    }
  }

  @Test
  void an_error_while_storing_does_not_end_the_writers() {
    try (var source = new FailingSource();
        var writer = new DeliveryWriter(source, Duration.ofSeconds(10), () -> {})) {
      writer.start();

      for (int i = 0; i < 5; i++) {
        assertRefused(writer, new byte[1])
            .returns(
                "the delivery could not be stored: java.lang.OutOfMemoryError: no heap",
                StoreUnavailable::reason);
      }
    }
  }

  @Test
  void a_caller_is_let_go_while_the_database_hangs() {
    try (var source = new HangingSource();
        var writer = new DeliveryWriter(source, Duration.ofMillis(50), () -> {})) {
      writer.start();

      assertRefused(writer, BODY).withMessageContaining("could not be stored in time");

      assertThat(source.asked.getCount()).isZero();
      source.answer.countDown();
    }
  }

  @Test
  void nobody_waits_for_a_writer_that_was_closed() throws Exception {
    try (var source = new HikariDataSource();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writer = new DeliveryWriter(source, Duration.ofDays(1), () -> {});
      var caller = threads.submit(() -> assertRefused(writer, BODY));
      await().until(writer::hasWaiting);

      writer.close();

      assertThat(caller.get(10, TimeUnit.SECONDS)).isNotNull();
      assertRefused(writer, BODY);
    }
  }

  private static final class HangingSource extends HikariDataSource {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    @Override
    public Connection getConnection() throws SQLException {
      asked.countDown();
      try {
        answer.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      throw new SQLException("the database hung");
    }
  }

  private static final class FailingSource extends HikariDataSource {
    @Override
    public Connection getConnection() {
      throw new OutOfMemoryError("no heap");
    }
  }

  private static ThrowableAssertAlternative<StoreUnavailable> assertRefused(
      DeliveryWriter writer, byte[] body) {
    var delivery = new IncomingDelivery(ConnectionId.random(), Instant.EPOCH, body);
    return assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> writer.write(delivery));
  }
}

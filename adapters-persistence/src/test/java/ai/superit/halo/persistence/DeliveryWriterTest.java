package ai.superit.halo.persistence;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

class DeliveryWriterTest {
  /// Nothing empties the queue of a writer that was not started.
  private static final byte[] BODY = new byte[4 << 20];

  @Test
  void large_bodies_that_wait_are_bounded_by_their_bytes() {
    try (var source = new HikariDataSource();
        var writer = new DeliveryWriter(source, Duration.ofMillis(1), () -> {})) {
      for (int i = 0; i < 32; i++) {
        assertRefused(writer, BODY).withMessageContaining("could not be stored in time");
      }

      assertRefused(writer, BODY).withMessageContaining("too many deliveries wait");
    }
  }

  @Test
  void an_error_while_storing_does_not_end_the_writers() {
    try (var source = new FailingSource();
        var writer = new DeliveryWriter(source, Duration.ofSeconds(10), () -> {})) {
      writer.start();

      for (int i = 0; i < 5; i++) {
        assertRefused(writer, new byte[1])
            .withMessageContaining("could not be stored")
            .withRootCauseInstanceOf(OutOfMemoryError.class);
      }
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

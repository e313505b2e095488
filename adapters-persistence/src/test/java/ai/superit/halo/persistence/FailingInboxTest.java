package ai.superit.halo.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A sender is told to come back whenever its delivery may not be stored.
@ExtendWith(CleanStore.class)
@Timeout(60)
class FailingInboxTest {
  private final ConnectionId acme = ConnectionId.random();

  @AfterEach
  void mend() throws SQLException {
    try (var direct = TestDatabase.connect()) {
      Query.of("drop trigger if exists failing on delivery_arrival").write(direct);
      Query.of("drop function if exists failing").write(direct);
    }
  }

  /// Disk full, read-only, lost against other work, out of memory, bad block, shutting down.
  @ParameterizedTest
  @ValueSource(strings = {"53100", "25006", "40001", "53200", "58030", "XX001", "57P01"})
  void nothing_is_acknowledged_when_the_database_fails(String state) throws SQLException {
    failWith(state);

    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> accept(TestDatabase.store()));

    mend();
    accept(TestDatabase.store());
    assertThat(handedOut(TestDatabase.store())).isEqualTo(1);
  }

  @Test
  void a_delivery_whose_commit_was_not_heard_of_is_sent_again_and_handed_out_once()
      throws IOException {
    var access = TestDatabase.config().access();
    try (var line = new DeafLine(access, "insert into delivery ");
        var store = Persistence.open(TestDatabase.config(line.access()))) {
      assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> accept(store));
    }
    assertThat(TestDatabase.store().deliveryInbox().state(acme).waiting())
        .as("committed, though nobody heard")
        .isEqualTo(1);

    accept(TestDatabase.store());

    assertThat(handedOut(TestDatabase.store())).isEqualTo(1);
    assertThat(TestDatabase.store().deliveryInbox().state(acme).copies()).isEqualTo(1);
  }

  private void accept(Persistence store) {
    var body = "{\"object_id\":1}".getBytes(UTF_8);
    store.deliveryInbox().accept(new IncomingDelivery(acme, Instant.now(), body));
  }

  private static int handedOut(Persistence store) {
    var inbox = store.deliveryInbox();
    return inbox.claim(100, Except.NOTHING, Duration.ofMinutes(1), Instant.now()).size();
  }

  private static void failWith(String state) throws SQLException {
    try (var direct = TestDatabase.connect()) {
      Query.of(
              """
              create function failing() returns trigger language plpgsql as
              $$ begin raise exception 'as on a bad day' using errcode = '%s'; end $$
              """
                  .formatted(state))
          .write(direct);
      Query.of(
              """
              create trigger failing before insert on delivery_arrival
              for each row execute function failing()
              """)
          .write(direct);
    }
  }
}

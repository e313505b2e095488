package ai.superit.halo.application.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.connection.ConnectionId;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnstoredRecordsTest {
  private final ConnectionId acme = ConnectionId.random();
  private final UnstoredRecords tickets = new UnstoredRecords(acme, "TICKETS");

  @Test
  void people_are_sent_to_the_line_of_the_log_that_has_the_cause() {
    assertThat(tickets.tell(7, new IllegalStateException("SQLSTATE 23514")))
        .endsWith("its log says why, see event=records_not_stored");
    assertThat(tickets.line(List.of(7L, 8L), "SQLSTATE 23514"))
        .isEqualTo(
            "event=records_not_stored connection=%s kind=TICKETS ids=[7, 8] reason=SQLSTATE 23514",
            acme);
  }
}

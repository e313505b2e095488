package ai.superit.halo.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.TicketId;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What an instance does when it hears no more of another one.
class CompanionsTest implements ChangeNotices.Listener {
  private static final Duration LONG = Duration.ofSeconds(16);

  private final UUID other = UUID.randomUUID();
  private final AtomicLong nanos = new AtomicLong(-1);
  private final AtomicInteger missed = new AtomicInteger();
  private final HikariDataSource nothing = new HikariDataSource();
  private final PostgresChangeNotices notices =
      new PostgresChangeNotices(new Database(nothing, nothing), nanos::get);

  CompanionsTest() {
    var _ = notices.listen(ConnectionId.random(), this);
  }

  @AfterEach
  void close() {
    nothing.close();
  }

  @Test
  void what_a_killed_instance_had_not_told_is_looked_for_once() {
    notices.heard(Companions.alive(other));
    notices.lookForSilent();
    assertThat(missed).hasValue(0);

    pass(LONG);
    pass(LONG);

    assertThat(missed).hasValue(1);
  }

  @Test
  void an_instance_that_is_heard_again_and_again_is_not_missed() {
    for (int sign = 0; sign < 10; sign++) {
      notices.heard(Companions.alive(other));
      pass(Duration.ofSeconds(5));
    }

    assertThat(missed).hasValue(0);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    notices.lookForSilent();
  }

  @Override
  public void ticketsChanged(Set<TicketId> tickets) {}

  @Override
  public void runsChanged() {}

  @Override
  public void missed() {
    missed.incrementAndGet();
  }
}

package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The service is killed at random points while it reads a list of 200 pages, and once where it is
/// known how far it has come: it goes on near there, and the mirror is what an undisturbed run
/// makes of it. `-Dsync.kills=50 -Dsync.seed=7` kills it more often, at other points.
@Order(1)
class KilledSyncTest {
  private static final int TICKETS = 2_000;
  private static final int ROWS = 10;
  private static final int KILLS = Integer.getInteger("sync.kills", 3);
  private static final int NOTES_KILLS = Math.max(1, KILLS - 2);
  private static final long SEED = Long.getLong("sync.seed", 1);

  /// More than a list that is gone on with mostly takes.
  private static final int MOST_CALLS = 80;

  private static final String POSITIONS = "select saved_at from halo.list_position";
  private static final String WISHES =
      "select resource from halo.sync_wish where resource = 'TICKETS'";
  private static final String ENDED =
      """
      select concat_ws(' ', state, expected, distinct_keys, created + updated + unchanged)
      from halo.sync_run
      where resource = 'TICKETS' and state not in ('RUNNING', 'FAILED')
      """;

  private static final String SUMMARIES =
      "select summary from halo.ticket where deleted_at is null order by ticket_id";

  private static final String MIRROR =
      """
      select concat_ws(' ', ticket_id, halo_updated_at, content_hash, summary)
      from halo.ticket
      where deleted_at is null
      order by ticket_id
      """;

  private static final String UNREAD =
      "update halo.ticket set closed = false, notes_read_at = null";
  private static final String READ_NOTES =
      "select ticket_id from halo.ticket where notes_read_at is not null";
  private static final String NOTES =
      "select concat_ws(' ', ticket_id, note_id, body) from halo.note order by ticket_id, note_id";
  private static final String NOTES_RUNNING =
      "select run_id from halo.sync_run where resource = 'NOTES' and state = 'RUNNING'";
  private static final String NOTES_WISHES =
      "select resource from halo.sync_wish where resource = 'NOTES'";

  @TempDir private Path folder;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void a_sync_that_is_killed_goes_on_and_misses_nothing() throws Exception {
    var shortPages = Quirks.defaults().with(new Quirks.Paging(ROWS, ROWS, ROWS, 100_000));
    var scale = new Scale(5, 8, 30, TICKETS, 0, 10);
    try (var tenant = new TestTenant(folder, scale, shortPages, RateLimit.unlimited())) {
      var control = tenant.simulator().control();
      var slow = Fault.always(Fault.Effect.DELAY).after(Duration.ofMillis(25));
      control.addFault(slow.onPath("/api/tickets"));
      tenant.serve();
      var connection = tenant.connect();
      startSync(tenant, connection);
      var random = new Random(SEED);
      for (int kill = 1; kill < KILLS; kill++) {
        awaitCalls(tenant, connection, 1 + random.nextInt(MOST_CALLS));
        killed(tenant);
      }
      awaitEnd(tenant);
      startSync(tenant, connection);
      for (int position = 1; position <= 3; position++) {
        awaitPosition(tenant);
      }
      killed(tenant);
      awaitEnd(tenant);

      assertThat(control.statistics().calls().get("GET /api/tickets"))
          .isLessThan(TICKETS / ROWS - 20);
      assertThat(texts(tenant, POSITIONS)).isEmpty();
      assertThat(texts(tenant, SUMMARIES)).isEqualTo(summaries(tenant));
      var disturbed = texts(tenant, MIRROR);
      control.clearFaults();
      execute(tenant, "delete from halo.ticket");
      startSync(tenant, connection);
      awaitEnd(tenant);
      assertThat(texts(tenant, ENDED)).containsOnly("COMPLETE 2000 2000 2000");
      assertThat(texts(tenant, MIRROR)).hasSize(TICKETS).isEqualTo(disturbed);
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void notes_that_were_read_when_the_service_was_killed_are_read_to_their_end() throws Exception {
    var scale = new Scale(2, 2, 4, 60, 120, 0);
    try (var tenant = new TestTenant(folder, scale, Quirks.defaults(), RateLimit.unlimited())) {
      var slow = Fault.always(Fault.Effect.DELAY).after(Duration.ofMillis(200));
      tenant.serve();
      var connection = tenant.connect();
      startSync(tenant, connection);
      awaitEnd(tenant);
      for (int kill = 1; kill <= NOTES_KILLS; kill++) {
        tenant.simulator().control().addFault(slow.onPath("/api/actions*"));
        execute(tenant, UNREAD);
        startNotes(tenant, connection);
        awaitSome(tenant, READ_NOTES, 5);
        startSync(tenant, connection);
        awaitEnd(tenant); // a list waits for no notes
        tenant.kill();
        assertThat(texts(tenant, NOTES_RUNNING)).hasSize(1);
        tenant.simulator().control().clearFaults();
        letTimePass(tenant);
        tenant.serve();
        awaitNotes(tenant);
      }
      var disturbed = texts(tenant, NOTES);

      execute(tenant, "delete from halo.note");
      execute(tenant, UNREAD);
      startNotes(tenant, connection);
      awaitNotes(tenant);
      assertThat(texts(tenant, NOTES)).isNotEmpty().isEqualTo(disturbed);
    }
  }

  private static void awaitSome(TestTenant tenant, String sql, int rows) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> texts(tenant, sql).size() >= rows);
  }

  private static void awaitNotes(TestTenant tenant) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> texts(tenant, NOTES_WISHES).isEmpty());
  }

  /// A sync that comes to its end before is followed by another one.
  private static void awaitCalls(TestTenant tenant, String connection, long calls)
      throws SQLException {
    if (texts(tenant, WISHES).isEmpty()) {
      startSync(tenant, connection);
    }
    var statistics = tenant.simulator().control();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(5))
        .until(() ->
            statistics.statistics().calls().getOrDefault("GET /api/tickets", 0L) >= calls
                || texts(tenant, WISHES).isEmpty());
  }

  private void killed(TestTenant tenant) throws SQLException, InterruptedException {
    tenant.kill();
    letTimePass(tenant);
    tenant.simulator().control().resetStatistics();
    tenant.serve();
  }

  private static void awaitEnd(TestTenant tenant) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> texts(tenant, WISHES).isEmpty());
  }

  private static void awaitPosition(TestTenant tenant) throws SQLException {
    var before = texts(tenant, POSITIONS);
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !texts(tenant, POSITIONS).equals(before));
  }

  /// A run that was killed is taken for dead after two minutes, and so is its turn to read notes.
  private static void letTimePass(TestTenant tenant) throws SQLException {
    execute(tenant, "update halo.sync_run set heard_at = heard_at - interval '10 minutes'");
    execute(tenant, "update halo.hydration_turn set ends_at = ends_at - interval '10 minutes'");
  }

  private static void execute(TestTenant tenant, String sql) throws SQLException {
    tenant.store().execute(sql);
  }

  private static List<String> summaries(TestTenant tenant) throws SQLException {
    var summaries = new ArrayList<String>();
    for (var id : texts(tenant, "select ticket_id from halo.ticket order by ticket_id")) {
      summaries.add(
          tenant.simulator().control().ticket(Integer.parseInt(id)).path("summary").asString());
    }
    return summaries;
  }

  private static List<String> texts(TestTenant tenant, String sql) throws SQLException {
    return tenant.store().texts(sql);
  }

  private static void startSync(TestTenant tenant, String connection) {
    tenant.startSync(connection, "TICKETS");
  }

  private static void startNotes(TestTenant tenant, String connection) {
    tenant.startSync(connection, "NOTES");
  }
}

package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.TenantControl;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The database is put back to a backup, while Halo has gone on and has another secret for the
/// webhook: what the documents say to do then makes the mirror whole, by what Halo's log and its
/// lists of changes tell.
@Timeout(480)
class RestoredDatabaseTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int CHANGES = 40;

  /// The run that ends the first reading of all.
  private static final String FIRST_NOTES =
      "sync_run where resource = 'NOTES' and state = 'COMPLETE'";

  @TempDir private Path folder;

  private TestTenant tenant;
  private Service service;
  private GraphqlCaller manager;
  private String connection;
  private MirroredTenant mirrored;

  @BeforeEach
  void start() throws Exception {
    tenant =
        new TestTenant(
            folder,
            new Scale(3, 4, 12, 60, 60, 10),
            Quirks.defaults(),
            RateLimit.unlimited(),
            List.of(Duration.ofMillis(100)));
    service = started();
    manager = tenant.manager();
    connection = tenant.connectAndSync();
    mirrored = new MirroredTenant(tenant, manager, connection);
    mirrored.hearOfEverything();
    await().atMost(LONG).until(() -> mirrored.count(FIRST_NOTES) > 0);
    mirrored.reconcile();
  }

  @AfterEach
  void stop() {
    manager.close();
    service.close();
    tenant.close();
  }

  @Test
  void what_was_lost_with_the_database_is_told_and_read_again_and_nothing_is_done_twice()
      throws Exception {
    var changes = new MixedChanges(tenant, new Random(20_261_122));
    var backedUp = backUp();
    control().resetStatistics();
    changes.makeUndisturbed(CHANGES);
    awaitDeliveries();
    rotateSecret();
    changes.makeUndisturbed(CHANGES);
    awaitApplied();
    var lost = mirrored.rows();
    service.close();
    changes.makeUndisturbed(CHANGES);
    awaitDeliveries();
    var sent = control().statistics();
    control().resetStatistics();
    tenant.restoreDatabase();
    service = started();

    assertThat(mirrored.rows()).isNotEqualTo(lost);
    assertNothingIsCertainSince(backedUp);
    rotateSecret();
    mirrored.reconcile();
    mirrored.sync("INCREMENTAL");
    mirrored.awaitRest();

    assertThat(told("missing")).isZero();
    assertThat(told("repaired")).isEqualTo(sent.deliveriesSent() + sent.deliveriesFailed());
    assertThat(runs("INCREMENTAL"))
        .hasSize(5)
        .allMatch(run -> run.path("state").asString().equals("COMPLETE"));
    assertThat(runs("FULL")).allMatch(run -> endedBefore(run, backedUp));
    assertThat(writes()).isEqualTo(Map.of("POST /api/webhook", 1L));
    control().createTicket(Map.of("summary", "told by the webhook"));
    awaitApplied();
    assertThat(mirrored.count("ticket where summary = 'told by the webhook'")).isOne();
    mirrored.sync("COMPARE");
    assertThat(comparisons()).hasSize(5).allMatch(found -> isEqual(found), "equal");
    assertThat(notes()).isNotEmpty().isEqualTo(notesInHalo());
  }

  private Service started() {
    return Service.start(
        Settings.read(SettingsSource.of(tenant.config(), MirroredTenant.ONLY_WHEN_ASKED)));
  }

  /// @return when nothing of it is older
  private Instant backUp() throws Exception {
    service.close();
    tenant.backUpDatabase();
    service = started();
    return Instant.now();
  }

  private void awaitApplied() throws InterruptedException {
    awaitDeliveries();
    mirrored.awaitApplied();
  }

  private void awaitDeliveries() throws InterruptedException {
    assertThat(control().awaitDeliveries(LONG)).isTrue();
  }

  private void rotateSecret() {
    var answer =
        manager.ask(
            """
            mutation($id: ID!) {
              rotateWebhookSecret(connectionId: $id, overlapHours: 0) { userErrors { message } }
            }
            """,
            Map.of("id", connection));
    assertThat(answer.at("/rotateWebhookSecret/userErrors")).isEmpty();
  }

  private void assertNothingIsCertainSince(Instant moment) {
    assertThat(runs("FULL")).isNotEmpty().allMatch(run -> endedBefore(run, moment));
    assertThat(runs("INCREMENTAL")).isEmpty();
    assertThat(Instant.parse(proof().path("checkedAt").asString())).isBefore(moment);
    assertThat(told("repaired") + told("missing")).isZero();
  }

  private static boolean endedBefore(JsonNode run, Instant moment) {
    return Instant.parse(run.path("endedAt").asString()).isBefore(moment);
  }

  private JsonNode runs(String mode) {
    return manager
        .ask(
            """
            query($id: ID!, $mode: RunMode!) {
              mirrorStatus(connectionId: $id) { runs(mode: $mode) { resource state endedAt } }
            }
            """,
            Map.of("id", connection, "mode", mode))
        .at("/mirrorStatus/runs");
  }

  /// How many deliveries of the last day, whatever has become of them.
  private long told(String fate) {
    return proof().path("hours").valueStream().mapToLong(hour -> hour.path(fate).asLong()).sum();
  }

  private JsonNode proof() {
    return manager
        .ask(
            """
            query($id: ID!) {
              haloConnection(id: $id) {
                deliveryProof { checkedAt hours { sent received missing repaired } }
              }
            }
            """,
            Map.of("id", connection))
        .at("/haloConnection/deliveryProof");
  }

  /// Record by record, as the lists of the tenant show them.
  private JsonNode comparisons() {
    return manager
        .ask(
            """
            query($id: ID!) {
              comparisons(connectionId: $id) {
                run { resource state }
                equal different missingHere missingInHalo duplicates unreadable
              }
            }
            """,
            Map.of("id", connection))
        .path("comparisons");
  }

  private static boolean isEqual(JsonNode found) {
    return found.at("/run/state").asString().equals("COMPLETE")
        && found.path("equal").asLong() > 0
        && Stream.of("different", "missingHere", "missingInHalo", "duplicates", "unreadable")
            .allMatch(fault -> found.path(fault).asLong() == 0);
  }

  /// Of all open tickets.
  private Set<String> notes() throws SQLException {
    var sql =
        """
        select concat_ws(' ', ticket_id, note_id, body)
        from halo.note n join halo.ticket t using (connection_id, ticket_id)
        where n.deleted_at is null and t.deleted_at is null and not t.closed
        """;
    return Set.copyOf(mirrored.texts(sql));
  }

  private Set<String> notesInHalo() throws SQLException {
    var notes = new HashSet<String>();
    var open = "select ticket_id from halo.ticket where deleted_at is null and not closed";
    for (var ticket : tenant.numbers(open)) {
      for (var note : control().ticket(ticket).path("actions")) {
        notes.add(
            "%d %d %s".formatted(ticket, note.path("id").asInt(), note.path("note").asString()));
      }
    }
    return notes;
  }

  /// What was asked of the tenant that changes it, by how often.
  private Map<String, Long> writes() {
    return control().statistics().calls().entrySet().stream()
        .filter(call -> !call.getKey().startsWith("GET ") && !call.getKey().contains("/auth/"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private TenantControl control() {
    return tenant.simulator().control();
  }
}

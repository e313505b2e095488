package ai.superit.halo.application.connection;

import static ai.superit.halo.domain.testing.ConnectionBuilder.aConnection;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Diagnoses.Kept;
import ai.superit.halo.application.connection.Diagnoses.Occasion;
import ai.superit.halo.application.connection.Diagnosis.Cure;
import ai.superit.halo.application.connection.Diagnosis.Finding;
import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.application.connection.Diagnosis.Result;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiagnoseConnectionTest {
  private static final Caller MANAGER =
      new Caller("m", Caller.Role.MANAGER, Set.of(new TeamId("managers")));
  private static final Cure RIGHT = new Cure("No permission.", "Permissions", "read:tickets");

  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final Connection acme = aConnection("Acme").build();
  private final List<Lane> lanes = new ArrayList<>();
  private Finding tickets = found(Result.PASSED, Cure.NONE);

  private final DiagnoseConnection one = instance();
  private final DiagnoseConnection two = instance();

  private DiagnoseConnection instance() {
    var ports =
        new DiagnoseConnection.Ports(
            store.connections(), store.accounts(), store.diagnoses(), store.runs(), store.pauses());
    return new DiagnoseConnection(
        ports,
        (_, lane) -> {
          lanes.add(lane);
          return new Diagnosis(List.of(tickets), 9, "all");
        },
        clock);
  }

  private static Finding found(Result result, Cure cure) {
    return new Finding(Probe.TICKETS, result, "Told.", Optional.empty(), cure);
  }

  @BeforeEach
  void connect() {
    store.connections().create(acme, new Secret("s"));
    clock.set(acme.createdAt());
  }

  @Test
  void what_was_asked_for_is_kept() {
    one.diagnose(MANAGER, acme.id());

    assertThat(kept().occasion()).isEqualTo(Occasion.ASKED);
    assertThat(kept().at()).isEqualTo(clock.instant());
    assertThat(kept().diagnosis().findings()).containsExactly(tickets);
    assertThat(lanes).containsExactly(Lane.PERSON);
  }

  @Test
  void a_new_connection_is_examined_at_once_by_one_instance() {
    assertThat(one.diagnoseIfDue(acme).map(Kept::occasion)).contains(Occasion.DAILY);
    assertThat(two.diagnoseIfDue(acme)).isEmpty();

    assertThat(lanes).containsExactly(Lane.BACKFILL);
  }

  @Test
  void one_instance_a_day_examines_a_connection_after_all_others() {
    one.diagnose(MANAGER, acme.id());
    lanes.clear();
    clock.advance(Duration.ofHours(23));
    assertThat(one.diagnoseIfDue(acme)).isEmpty();
    clock.advance(Duration.ofHours(1));

    assertThat(one.diagnoseIfDue(acme).map(Kept::occasion)).contains(Occasion.DAILY);
    assertThat(two.diagnoseIfDue(acme)).isEmpty();
    assertThat(lanes).containsExactly(Lane.BACKFILL);
    clock.advance(Duration.ofDays(1));
    assertThat(two.diagnoseIfDue(acme)).isPresent();
  }

  @Test
  void a_failed_run_is_followed_by_an_examination_at_most_once_an_hour() {
    one.diagnose(MANAGER, acme.id());
    clock.advance(Duration.ofHours(1));
    fail("Halo answered 403.");
    assertThat(one.diagnoseIfDue(acme).map(Kept::occasion)).contains(Occasion.SYNC_FAILED);
    assertThat(two.diagnoseIfDue(acme)).isEmpty();

    fail("Halo answered 403.");
    clock.advance(Duration.ofMinutes(58));
    assertThat(one.diagnoseIfDue(acme)).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(one.diagnoseIfDue(acme).map(Kept::occasion)).contains(Occasion.SYNC_FAILED);
  }

  @Test
  void a_run_that_was_broken_off_here_is_no_reason() {
    one.diagnose(MANAGER, acme.id());
    clock.advance(Duration.ofHours(1));
    fail(SyncRuns.STOPPED);
    fail(SyncRuns.SILENT);

    assertThat(one.diagnoseIfDue(acme)).isEmpty();
  }

  @Test
  void a_paused_connection_is_left_alone() {
    store.pauses().pause(acme.id(), clock.instant());
    clock.advance(Duration.ofDays(2));

    assertThat(one.diagnoseIfDue(acme)).isEmpty();
    assertThat(lanes).isEmpty();
  }

  @Test
  void a_right_that_was_there_and_is_gone_is_lost_until_it_comes_back() {
    one.diagnose(MANAGER, acme.id());
    tickets = found(Result.NOT_TESTABLE, Cure.NONE);
    later();
    assertThat(kept().lost()).isEmpty();

    tickets = found(Result.FAILED, RIGHT);
    later();
    var since = clock.instant();
    assertThat(kept().newlyLost()).containsExactly(Probe.TICKETS);
    later();
    assertThat(kept().lost()).containsOnlyKeys(Probe.TICKETS).containsValue(since);
    assertThat(kept().newlyLost()).isEmpty();

    tickets = found(Result.PASSED, Cure.NONE);
    later();
    assertThat(kept().lost()).isEmpty();
  }

  @Test
  void a_right_that_never_was_there_or_a_broken_list_is_not_lost() {
    tickets = found(Result.FAILED, RIGHT);
    later();
    assertThat(kept().lost()).isEmpty();

    tickets = found(Result.PASSED, Cure.NONE);
    later();
    tickets = found(Result.FAILED, new Cure("Halo fails.", "", ""));
    later();

    assertThat(kept().lost()).isEmpty();
    assertThat(kept().held()).containsExactly(Probe.TICKETS);
  }

  @Test
  void a_right_that_nobody_wants_any_more_is_not_lost() {
    later();
    tickets = found(Result.FAILED, RIGHT);
    later();
    assertThat(kept().lost()).isNotEmpty();

    store.connections().want(acme.id(), Set.of(Capability.READ_ASSETS));
    later();

    assertThat(kept().lost()).isEmpty();
    assertThat(kept().held()).isEmpty();
  }

  private void later() {
    clock.advance(Duration.ofMinutes(1));
    one.diagnose(MANAGER, acme.id());
  }

  private Kept kept() {
    return store.diagnoses().find(acme.id()).orElseThrow();
  }

  private void fail(String reason) {
    clock.advance(Duration.ofMinutes(1));
    var run = store.runs().begin(acme.id(), Resource.TICKETS, clock.instant()).orElseThrow();
    store.runs().end(run.ended(new SyncRun.Progress.Failed(clock.instant(), reason)));
  }
}

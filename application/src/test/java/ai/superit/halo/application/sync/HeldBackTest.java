package ai.superit.halo.application.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.sync.HeldDeletions.Cause;
import ai.superit.halo.application.sync.HeldDeletions.Decision;
import ai.superit.halo.application.sync.HeldDeletions.Found;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Deletions that wait for a person, from the run that holds them back to the one that deletes.
class HeldBackTest {
  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final ReviewDeletions review =
      new ReviewDeletions(acme.store.connections(), acme.store.held(), clock);

  @BeforeEach
  void mirror_many_clients() {
    halo.putClients(300);
    sync();
  }

  @Test
  void what_was_approved_is_deleted_by_the_next_run_and_waits_no_more() {
    halo.removeClients(1, 40);
    sync();
    assertThat(found()).containsExactly(new Found(Cause.GONE, 40, 300));

    assertThat(decide(40, Decision.APPROVED)).isInstanceOf(ReviewDeletions.Outcome.Stored.class);
    var run = sync();

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().deleted()).isEqualTo(40);
    assertThat(found()).isEmpty();
    halo.removeClients(100, 140);
    assertThat(sync().tally().deleted()).isZero();
  }

  @Test
  void more_than_was_approved_is_not_deleted() {
    halo.removeClients(1, 40);
    sync();
    decide(40, Decision.APPROVED);
    halo.removeClients(41, 41);

    assertThat(sync().tally().deleted()).isZero();

    assertThat(living()).isEqualTo(300);
    assertThat(found()).containsExactly(new Found(Cause.GONE, 41, 300));
    assertThat(sync().tally().deleted()).isZero();
  }

  @Test
  void a_day_later_nothing_is_approved() {
    halo.removeClients(1, 40);
    sync();
    decide(40, Decision.APPROVED);
    clock.advance(HeldDeletions.APPROVAL_HOLDS);

    assertThat(sync().tally().deleted()).isZero();
    assertThat(living()).isEqualTo(300);
  }

  @Test
  void what_was_refused_stays() {
    halo.removeClients(1, 40);
    sync();
    decide(40, Decision.REFUSED);

    assertThat(sync().progress()).isInstanceOf(Progress.Incomplete.class);
    assertThat(living()).isEqualTo(300);
  }

  @Test
  void a_refusal_while_the_records_are_read_is_heard() {
    halo.removeClients(1, 40);
    sync();
    decide(40, Decision.APPROVED);
    halo.onceBefore(PageQuery.Section.ALL, () -> decide(40, Decision.REFUSED));

    assertThat(sync().tally().deleted()).isZero();
  }

  @Test
  void more_absent_records_than_are_read_unasked_are_read_once_that_is_approved() {
    halo.removeClients(1, 250);
    halo.hide(client(251));
    sync();
    assertThat(found()).containsExactly(new Found(Cause.ABSENT, 251, 300));
    assertThat(halo.reads()).isEmpty();

    decide(251, Decision.APPROVED);

    assertThat(sync().tally().deleted()).isEqualTo(250);
    assertThat(living()).isEqualTo(50);
    assertThat(found()).isEmpty();
  }

  @Test
  void an_empty_list_deletes_what_halo_has_none_of_once_that_is_approved() {
    halo.removeClients(1, 300);
    sync();
    assertThat(found()).containsExactly(new Found(Cause.EMPTY_LIST, 300, 300));

    decide(300, Decision.APPROVED);

    assertThat(sync().tally().deleted()).isEqualTo(300);
  }

  @Test
  void an_empty_list_is_a_gap_while_halo_has_any_of_the_records() {
    halo.removeClients(1, 299);
    halo.hide(client(300));
    sync();
    decide(300, Decision.APPROVED);

    var run = sync();

    assertThat(run.progress())
        .isEqualTo(
            new Progress.Incomplete(
                clock.instant(),
                "Halo sent an empty list, but still has 1 of the mirror's records"));
    assertThat(living()).isEqualTo(300);
    assertThat(found()).containsExactly(new Found(Cause.EMPTY_LIST, 300, 300));
  }

  @Test
  void a_record_that_cannot_be_read_stays_and_the_others_that_are_gone_are_deleted() {
    halo.removeClients(1, 6);
    halo.refuse(client(2), HaloUnavailable.Cause.FORBIDDEN);
    halo.refuse(client(3), HaloUnavailable.Cause.SERVER_ERROR);
    halo.refuse(client(4), HaloUnavailable.Cause.REFUSED);
    halo.spoil(client(5), "name is missing");

    var run = sync();

    assertThat(run.progress())
        .isEqualTo(
            new Progress.Incomplete(
                clock.instant(),
                "records that did not come and could not be read by their numbers stay,"
                    + " 4 of them: 2, 3, 4, 5"));
    assertThat(run.tally().deleted()).isEqualTo(2);
    assertThat(living()).isEqualTo(298);
  }

  @Test
  void a_tenant_that_only_fails_is_not_asked_for_each_record() {
    halo.removeClients(1, 30);
    for (int id = 1; id <= 30; id++) {
      halo.refuse(client(id), HaloUnavailable.Cause.SERVER_ERROR);
    }

    assertThat(sync().progress()).isInstanceOf(Progress.Failed.class);
    assertThat(halo.reads()).hasSize(10);
    assertThat(living()).isEqualTo(300);
  }

  @Test
  void an_empty_list_whose_records_cannot_be_read_deletes_nothing() {
    halo.removeClients(1, 300);
    halo.refuse(client(7), HaloUnavailable.Cause.FORBIDDEN);
    sync();
    decide(300, Decision.APPROVED);

    assertThat(sync().progress())
        .isInstanceOfSatisfying(
            Progress.Incomplete.class,
            end ->
                assertThat(end.gap()).startsWith("Halo sent an empty list; records").endsWith("7"));
    assertThat(living()).isEqualTo(300);
  }

  @Test
  void what_comes_back_waits_no_more() {
    halo.removeClients(1, 40);
    sync();
    halo.putClients(40);

    assertThat(sync().progress()).isInstanceOf(Progress.Complete.class);
    assertThat(found()).isEmpty();
  }

  @Test
  void nobody_decides_about_what_he_has_not_seen() {
    assertThat(decide(1, Decision.APPROVED)).isEqualTo(new ReviewDeletions.Outcome.NothingHeld());
    halo.removeClients(1, 40);
    sync();

    assertThat(decide(39, Decision.APPROVED))
        .isEqualTo(new ReviewDeletions.Outcome.OtherNumber(40));
    assertThat(
            review.decide(
                MirroredConnection.STRANGER, acme.id, Resource.CLIENTS, 40, Decision.APPROVED))
        .isEqualTo(new ReviewDeletions.Outcome.ConnectionUnknown());
    assertThat(sync().tally().deleted()).isZero();
  }

  private ReviewDeletions.Outcome decide(long records, Decision decision) {
    return review.decide(MirroredConnection.MANAGER, acme.id, Resource.CLIENTS, records, decision);
  }

  private List<Found> found() {
    return review.list(acme.id).stream().map(HeldDeletions.Held::found).toList();
  }

  private long living() {
    return acme.living(Resource.CLIENTS).size();
  }

  private SyncRun sync() {
    clock.advance(Duration.ofMinutes(1));
    return acme.sync(Resource.CLIENTS);
  }

  private static ObjectRef client(long id) {
    return new ObjectRef(ObjectRef.Kind.CLIENT, id);
  }
}

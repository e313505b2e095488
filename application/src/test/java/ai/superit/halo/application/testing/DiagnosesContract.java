package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Diagnoses;
import ai.superit.halo.application.connection.Diagnoses.Kept;
import ai.superit.halo.application.connection.Diagnoses.Occasion;
import ai.superit.halo.application.connection.Diagnosis;
import ai.superit.halo.application.connection.Diagnosis.Cure;
import ai.superit.halo.application.connection.Diagnosis.Finding;
import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.application.connection.Diagnosis.Result;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every store of examinations keeps.
public interface DiagnosesContract extends StoreContract {
  Finding NO_TICKETS =
      new Finding(
          Probe.TICKETS,
          Result.FAILED,
          "Forbidden.",
          Optional.empty(),
          new Cure("No permission.", "Permissions", "read:tickets"));
  Finding NO_NOTES =
      new Finding(
          Probe.NOTES, Result.NOT_TESTABLE, "Later.", Optional.of(Probe.TICKETS), Cure.NONE);
  Kept FIRST_KEPT =
      new Kept(
          NOON,
          Occasion.DAILY,
          new Diagnosis(List.of(NO_TICKETS, NO_NOTES), 7, "all"),
          Set.of(Probe.NOTES),
          Map.of(Probe.TICKETS, NOON));

  private Diagnoses diagnoses() {
    return store().diagnoses();
  }

  @Test
  default void nothing_is_kept_of_a_connection_that_was_not_examined() {
    diagnoses().keep(connected("beta"), FIRST_KEPT);

    assertThat(diagnoses().find(connected("acme"))).isEmpty();
    assertThat(diagnoses().lastClaim(connected("gamma"))).isEmpty();
  }

  @Test
  default void the_last_examination_replaces_the_one_before() {
    var acme = connected("acme");
    diagnoses().keep(acme, FIRST_KEPT);
    assertThat(diagnoses().find(acme)).contains(FIRST_KEPT);

    var well = new Finding(Probe.TICKETS, Result.PASSED, "7 read.", Optional.empty(), Cure.NONE);
    var next =
        new Kept(
            minute(5),
            Occasion.ASKED,
            new Diagnosis(List.of(well), 9, ""),
            Set.of(Probe.TICKETS),
            Map.of());
    diagnoses().keep(acme, next);

    assertThat(diagnoses().find(acme)).contains(next);
  }

  @Test
  default void one_of_many_takes_on_the_examination() {
    var acme = connected("acme");

    assertThat(diagnoses().claim(acme, minute(1), NOON)).isTrue();
    assertThat(diagnoses().claim(acme, minute(1), NOON)).isFalse();
    assertThat(diagnoses().lastClaim(acme)).contains(minute(1));
    assertThat(diagnoses().find(acme)).isEmpty();
    assertThat(diagnoses().claim(acme, minute(2), minute(1))).isTrue();
  }

  @Test
  default void an_examination_that_was_asked_for_counts_as_one_taken_on() {
    var acme = connected("acme");
    diagnoses().keep(acme, FIRST_KEPT);

    assertThat(diagnoses().claim(acme, minute(1), NOON.minusSeconds(1))).isFalse();
    assertThat(diagnoses().claim(acme, minute(1), NOON)).isTrue();
    assertThat(diagnoses().find(acme)).contains(FIRST_KEPT);
  }

  @Test
  default void nothing_is_kept_of_a_connection_that_is_gone() {
    var gone = ConnectionId.random();
    diagnoses().keep(gone, FIRST_KEPT);

    assertThat(diagnoses().find(gone)).isEmpty();
    assertThat(diagnoses().claim(gone, minute(1), NOON)).isFalse();
  }
}

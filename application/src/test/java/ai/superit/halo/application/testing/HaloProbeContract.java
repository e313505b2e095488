package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.HaloProbe;
import ai.superit.halo.application.connection.HaloUnavailable.Cause;
import ai.superit.halo.application.connection.ProbeReport;
import ai.superit.halo.application.connection.ProbeReport.Check;
import ai.superit.halo.application.connection.ProbeReport.Result;
import ai.superit.halo.application.connection.ProbeReport.Step;
import ai.superit.halo.domain.connection.HaloAccess;
import org.junit.jupiter.api.Test;

/// What every report about a connection says.
public interface HaloProbeContract {
  HaloProbe probe();

  /// That of a connection that works.
  HaloAccess good();

  /// That of a connection whose secret is refused from now on.
  HaloAccess refused();

  @Test
  default void all_steps_of_a_good_connection_pass() {
    var report = probe().probe(good());

    assertThat(report.passed()).isTrue();
    assertThat(report.firstFailure()).isEmpty();
    assertSteps(report);
    assertThat(report.checks())
        .allSatisfy(check -> {
          assertThat(check.finding()).isNotBlank();
          assertThat(check.remedy()).isEmpty();
          assertThat(check.cause()).isEmpty();
        });
  }

  @Test
  default void after_a_failed_step_no_other_is_tried_and_a_person_knows_what_to_do() {
    var access = refused();

    var report = probe().probe(access);

    var failure = report.firstFailure().orElseThrow();
    assertThat(failure.step()).isEqualTo(Step.AUTHENTICATION);
    assertThat(failure.cause()).contains(Cause.UNAUTHORIZED);
    assertThat(failure.remedy()).isNotBlank();
    assertThat(failure.finding()).isNotBlank().doesNotContain(access.clientSecret().reveal());
    assertSteps(report);
    assertThat(report.checks())
        .extracting(Check::result)
        .containsExactly(Result.FAILED, Result.SKIPPED, Result.SKIPPED);
  }

  private static void assertSteps(ProbeReport report) {
    assertThat(report.checks()).extracting(Check::step).containsExactly(Step.values());
  }
}

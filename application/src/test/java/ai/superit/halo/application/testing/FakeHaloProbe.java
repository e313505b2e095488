package ai.superit.halo.application.testing;

import ai.superit.halo.application.connection.HaloProbe;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.ProbeReport;
import ai.superit.halo.application.connection.ProbeReport.Check;
import ai.superit.halo.application.connection.ProbeReport.Result;
import ai.superit.halo.application.connection.ProbeReport.Step;
import ai.superit.halo.domain.connection.HaloAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reports what a test tells it to; everything passes at first.
public final class FakeHaloProbe implements HaloProbe {
  private final List<HaloAccess> probed = new ArrayList<>();
  private ProbeReport report =
      new ProbeReport(Stream.of(Step.values()).map(FakeHaloProbe::passed).toList());

  @Override
  public synchronized ProbeReport probe(HaloAccess access) {
    probed.add(access);
    return report;
  }

  /// From now on signing in fails, and the rest is skipped.
  public synchronized void failWith(HaloUnavailable.Cause cause) {
    report =
        new ProbeReport(
            List.of(
                new Check(
                    Step.AUTHENTICATION,
                    Result.FAILED,
                    Optional.of(cause),
                    "Signing in failed.",
                    "Check the client id."),
                new Check(Step.API_ACCESS, Result.SKIPPED, Optional.empty(), "", ""),
                new Check(Step.TENANT_INFORMATION, Result.SKIPPED, Optional.empty(), "", "")));
  }

  /// The accesses that were tried.
  public synchronized List<HaloAccess> probed() {
    return List.copyOf(probed);
  }

  private static Check passed(Step step) {
    return new Check(step, Result.PASSED, Optional.empty(), "Works.", "");
  }
}

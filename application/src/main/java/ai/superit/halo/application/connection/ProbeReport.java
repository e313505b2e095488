package ai.superit.halo.application.connection;

import java.util.List;
import java.util.Optional;

/// What trying out a connection showed, in the order in which it was tried.
public record ProbeReport(List<Check> checks) {
  public enum Step {
    AUTHENTICATION,
    API_ACCESS,
    TENANT_INFORMATION
  }

  public enum Result {
    PASSED,
    FAILED,
    /// Not tried, because an earlier step failed.
    SKIPPED
  }

  /// @param finding what was found: for a failed step, what is wrong
  /// @param remedy what to do about it; empty for a step that passed
  /// @param cause the kind of failure, for a failed step
  public record Check(
      Step step,
      Result result,
      Optional<HaloUnavailable.Cause> cause,
      String finding,
      String remedy) {}

  public ProbeReport {
    checks = List.copyOf(checks);
  }

  public boolean passed() {
    return checks.stream().allMatch(check -> check.result() == Result.PASSED);
  }

  public Optional<Check> firstFailure() {
    return checks.stream().filter(check -> check.result() == Result.FAILED).findFirst();
  }
}

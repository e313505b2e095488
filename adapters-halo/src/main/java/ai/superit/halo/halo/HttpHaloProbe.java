package ai.superit.halo.halo;

import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.HaloProbe;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.ProbeReport;
import ai.superit.halo.application.connection.ProbeReport.Check;
import ai.superit.halo.application.connection.ProbeReport.Result;
import ai.superit.halo.application.connection.ProbeReport.Step;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.domain.connection.HaloAccess;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;

/// Tries out a tenant step by step and stops at the first that fails; somebody waits for it.
final class HttpHaloProbe implements HaloProbe {
  private final HaloHttp http;
  private final Sessions sessions;
  private final RateBudget budget;
  private final InstantSource clock;

  HttpHaloProbe(HaloHttp http, Sessions sessions, RateBudget budget, InstantSource clock) {
    this.http = http;
    this.sessions = sessions;
    this.budget = budget;
    this.clock = clock;
  }

  @Override
  public ProbeReport probe(HaloAccess access) {
    var calls = new SingleCalls(http, budget, access.connection(), Lane.PERSON, clock);
    var visit = new ProbeVisit(calls::send, Lane.PERSON, sessions, access, clock);
    var steps = new Steps(access.needsConsent());
    steps.take(Step.AUTHENTICATION, visit::signIn);
    steps.take(Step.API_ACCESS, visit::readRecords);
    steps.take(Step.TENANT_INFORMATION, visit::tenantInformation);
    return new ProbeReport(steps.checks);
  }

  private static final class Steps {
    private static final String COPY =
        "Copy client id and secret again from Halo's Configuration > Integrations > HaloPSA API";

    final ArrayList<Check> checks = new ArrayList<>();
    private final boolean consented;
    private boolean failed;

    /// @param consented whether a person authorises the connection
    Steps(boolean consented) {
      this.consented = consented;
    }

    /// @param trial says what was found
    void take(Step step, Supplier<String> trial) {
      checks.add(failed ? skipped(step) : tried(step, trial));
    }

    private Check tried(Step step, Supplier<String> trial) {
      try {
        return new Check(step, Result.PASSED, Optional.empty(), trial.get(), "");
      } catch (SecretUnreadable notAsked) {
        throw notAsked;
      } catch (HaloUnavailable failure) {
        failed = true;
        return failed(step, failure);
      }
    }

    private static Check skipped(Step step) {
      return new Check(
          step,
          Result.SKIPPED,
          Optional.empty(),
          "Not tried, because an earlier step failed.",
          "Remedy that one first.");
    }

    /// Messages read "what is wrong: what to do", or stand alone.
    private Check failed(Step step, HaloUnavailable failure) {
      var message = String.valueOf(failure.getMessage());
      var remedy = failure instanceof CallsHeldBack ? "Test again then." : remedy(failure);
      return new Check(step, Result.FAILED, Optional.of(failure.reason()), message, remedy);
    }

    private String remedy(HaloUnavailable failure) {
      return switch (failure.reason()) {
        case UNREACHABLE ->
            "Check the spelling of the tenant address, and that this server may reach it.";
        case UNAUTHORIZED -> unauthorised(failure);
        case FORBIDDEN ->
            "In Halo, open the application's permissions and the roles of the agent it logs in as.";
        case RATE_LIMITED -> "Wait five minutes and test again.";
        case SERVER_ERROR ->
            "Compare tenant name and both addresses with Halo's API Details, then test again.";
        case NOT_HALO ->
            "Copy Resource Server and Authorisation Server from Halo's API Details, without /api.";
        case REFUSED -> "Compare both addresses with Halo's API Details.";
      };
    }

    /// The application's own credentials are checked whenever a consent is renewed.
    private String unauthorised(HaloUnavailable failure) {
      if (!consented) {
        return COPY + ".";
      }
      return switch (failure) {
        case RefusedSignIn _ -> COPY + ", then call startAuthorization.";
        default -> "Call startAuthorization, and open its address in a browser.";
      };
    }
  }
}

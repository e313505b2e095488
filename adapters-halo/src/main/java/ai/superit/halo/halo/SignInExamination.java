package ai.superit.halo.halo;

import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.domain.connection.HaloAccess;
import java.util.EnumSet;
import java.util.Optional;

/// Whether Halo lets us in, and if not, what it minds.
final class SignInExamination {
  private final Chart chart;
  private final ProbeVisit visit;
  private final HaloAccess access;
  private final Optional<String> tenantId;

  SignInExamination(Chart chart, ProbeVisit visit, HaloAccess access, Optional<String> tenantId) {
    this.chart = chart;
    this.visit = visit;
    this.access = access;
    this.tenantId = tenantId;
  }

  void examine() {
    chart.gate(
        Probe.TOKEN,
        () -> {
          try {
            var found = access.needsConsent() ? consented() : signIn();
            passedBefore(Probe.TOKEN);
            return found;
          } catch (Chart.Ill ill) {
            passedBefore(ill.probe());
            throw ill;
          }
        });
  }

  private String consented() {
    try {
      return visit.signIn();
    } catch (RefusedSignIn refused) {
      throw minded(refused.answer(), refused);
    } catch (HaloUnavailable failure) {
      throw failure.reason() == HaloUnavailable.Cause.UNREACHABLE
          ? new Chart.Ill(Probe.AUTHORISATION_SERVER, String.valueOf(failure.getMessage()))
          : failure;
    }
  }

  private RuntimeException minded(Answer answer, HaloUnavailable failure) {
    return failure.reason() == HaloUnavailable.Cause.RATE_LIMITED
        ? failure
        : ill(culprit(answer), failure);
  }

  private String signIn() {
    var call = SignIn.clientCredentials(access);
    var answer = sent(call);
    try {
      visit.signedIn(call, answer);
      return "Halo gave an access token.";
    } catch (HaloUnavailable failure) {
      throw minded(answer, failure);
    }
  }

  private static Chart.Ill ill(Probe culprit, HaloUnavailable failure) {
    return new Chart.Ill(
        culprit,
        culprit == Probe.AUTHORISATION_SERVER
            ? "What answers at the authorisation address does not answer as Halo's does."
            : String.valueOf(failure.getMessage()));
  }

  private Answer sent(Call call) {
    try {
      return visit.send(call);
    } catch (CallsHeldBack unsent) {
      throw unsent;
    } catch (HaloUnavailable failure) {
      throw new Chart.Ill(Probe.AUTHORISATION_SERVER, String.valueOf(failure.getMessage()));
    }
  }

  private Probe culprit(Answer answer) {
    return switch (answer.status()) {
      case 200 -> answer.isWebPage() ? Probe.AUTHORISATION_SERVER : Probe.TOKEN;
      case 400, 401 -> minded(answer);
      case 500 -> isOurTenant() ? Probe.SERVER_HEALTH : Probe.TENANT_NAME;
      default -> answer.status() > 500 ? Probe.SERVER_HEALTH : Probe.AUTHORISATION_SERVER;
    };
  }

  private boolean isOurTenant() {
    return tenantId.filter(access.endpoint().tenantName()::equalsIgnoreCase).isPresent();
  }

  private static Probe minded(Answer answer) {
    if (answer.isWebPage()) {
      return Probe.AUTHORISATION_SERVER;
    }
    return switch (answer.jsonObject().map(TokenReply::error).orElse("")) {
      case "invalid_scope" -> Probe.SCOPE;
      case "" -> Probe.AUTHORISATION_SERVER;
      case "unauthorized_client", "unsupported_grant_type", "invalid_grant" ->
          Probe.AUTHENTICATION_METHOD;
      default -> Probe.APPLICATION;
    };
  }

  /// Halo minds them in this order, so that those before are well.
  private void passedBefore(Probe culprit) {
    for (var probe : EnumSet.range(Probe.AUTHORISATION_SERVER, Probe.SCOPE)) {
      if (probe.compareTo(culprit) < 0) {
        chart.passed(probe, "Halo accepts it.");
      }
    }
  }
}

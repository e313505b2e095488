package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Diagnosis;
import ai.superit.halo.application.connection.HaloDoctor;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.TenantUrl;
import java.time.InstantSource;

/// Examines a tenant from the address to the single right.
final class HttpHaloDoctor implements HaloDoctor {
  private final HaloHttp http;
  private final Sessions sessions;
  private final RateBudget budget;
  private final TenantUrl.Rules rules;
  private final InstantSource clock;

  HttpHaloDoctor(
      HaloHttp http,
      Sessions sessions,
      RateBudget budget,
      TenantUrl.Rules rules,
      InstantSource clock) {
    this.http = http;
    this.sessions = sessions;
    this.budget = budget;
    this.rules = rules;
    this.clock = clock;
  }

  @Override
  public Diagnosis diagnose(HaloAccess access, Lane lane) {
    var single = new SingleCalls(http, budget, access.connection(), lane, clock);
    var calls = new DoctorCalls(single, access);
    var visit = new ProbeVisit(calls::send, lane, sessions, access, clock);
    var chart = new Chart();
    var told = new HostExamination(chart, visit, access, rules, clock).examine();
    new SignInExamination(chart, visit, access, told).examine();
    new RightsExamination(chart, visit, access.endpoint().capabilities()).examine();
    new BudgetExamination(chart, budget, access.connection()).examine();
    return new Diagnosis(chart.findings(), calls.made(), visit.tokenScope());
  }
}

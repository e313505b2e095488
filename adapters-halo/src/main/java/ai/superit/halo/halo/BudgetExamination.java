package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.domain.connection.ConnectionId;

/// How many calls the tenant still lets us make. Needs none.
final class BudgetExamination {
  private final Chart chart;
  private final RateBudget budget;
  private final ConnectionId connection;

  BudgetExamination(Chart chart, RateBudget budget, ConnectionId connection) {
    this.chart = chart;
    this.budget = budget;
    this.connection = connection;
  }

  void examine() {
    chart.take(
        Probe.REMAINING_CALLS,
        () ->
            budget
                .findState(connection)
                .map(BudgetExamination::told)
                .orElseThrow(() -> new Chart.Untestable("No budget of calls is kept.")));
  }

  private static String told(TenantBudget.State state) {
    var seconds = state.window().toSeconds();
    if (state.calls().isEmpty()) {
      return "No limit is known yet; the last %d seconds had %d calls."
          .formatted(seconds, state.used());
    }
    var text =
        "%d calls are left of %d in %d seconds."
            .formatted(state.remaining(), state.calls().get(), seconds);
    if (state.remaining() == 0) {
      throw new Chart.Ill(Probe.REMAINING_CALLS, text);
    }
    return text;
  }
}

package ai.superit.halo.application.connection;

import java.time.Duration;
import java.time.Instant;

/// Foretells how long a budget takes to let calls through.
public final class BudgetForecast {
  private static final long MOST_PLAYED = 1_000;

  private BudgetForecast() {}

  /// How long it takes until so many calls are let through, if nobody else calls and the tenant
  /// refuses none. The decisions are played through; very many are reckoned from a part of them.
  ///
  /// @param memory what is known of the tenant; stays as it is
  /// @param pace the least time between two of the calls
  public static Duration timeFor(
      TenantBudget.Bound bound,
      TenantBudget.Memory memory,
      Instant now,
      Lane lane,
      long calls,
      Duration pace) {
    var played = Math.min(calls, MOST_PLAYED);
    var moment = now;
    var known = memory;
    for (long call = 0; call < played; call++) {
      var budget = TenantBudget.at(moment, bound, known);
      for (var asked = budget.ask(lane); !asked.isGranted(); asked = budget.ask(lane)) {
        moment = moment.plus(asked.delay());
        budget = TenantBudget.at(moment, bound, budget.memory());
      }
      budget.accepted();
      known = budget.memory();
      moment = moment.plus(pace);
    }
    var needed = Duration.between(now, moment);
    return played == calls ? needed : needed.multipliedBy(calls).dividedBy(played);
  }
}

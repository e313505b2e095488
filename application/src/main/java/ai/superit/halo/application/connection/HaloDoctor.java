package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.HaloAccess;

/// Examines a connection thoroughly, within the tenant's budget of calls.
public interface HaloDoctor {
  int MAX_CALLS = 25;

  /// Makes at most [#MAX_CALLS] calls and changes nothing in the tenant. Never throws for what the
  /// tenant does: every failure is a finding.
  ///
  /// @param lane of all calls but those that sign in
  /// @throws CallsEnded if this service stops before the end
  Diagnosis diagnose(HaloAccess access, Lane lane);
}

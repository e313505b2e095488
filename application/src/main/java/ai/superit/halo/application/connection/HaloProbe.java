package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.HaloAccess;

/// Tries out whether a tenant can be used.
public interface HaloProbe {
  /// Makes at most six calls, within the tenant's budget and before all others. Never throws for
  /// what the tenant does: every failure is a check that failed, with its likely cause and the
  /// remedy.
  ///
  /// @throws SecretUnreadable if this instance cannot open what a person has authorised: that tells
  ///   nothing about the tenant
  ProbeReport probe(HaloAccess access);
}

package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.HaloAccess;

/// Tries out whether a tenant can be used.
public interface HaloProbe {
  /// Makes at most six calls. Never throws for what the tenant does: every failure is a check that
  /// failed, with its likely cause and the remedy.
  ProbeReport probe(HaloAccess access);
}

package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.HaloAccess;
import java.util.Optional;

/// Finds out from a tenant where and under which name it lets us sign in.
public interface HaloDiscovery {
  int MAX_CALLS = 6;

  /// Makes at most [#MAX_CALLS] calls, to allowed addresses only, whoever named them. Empty if no
  /// place was found within a few seconds; never throws for what the tenant does.
  Optional<Discovery> discover(HaloAccess access);
}

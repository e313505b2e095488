package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.Capability;
import java.util.Set;

/// Our capabilities in Halo's words.
public interface HaloScopes {
  /// The least of Halo's scopes that are enough, such as `read:customers`; several are separated by
  /// blanks.
  String scope(Capability capability);

  /// What is asked for when signing in, separated by blanks.
  String asked(Set<Capability> capabilities);

  /// Whether a token of these scopes, separated by blanks, has the capability.
  boolean covers(String scopes, Capability capability);
}

package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import java.time.Instant;
import java.util.Set;

/// A tenant that we are signed in to.
///
/// @param asked what the connection wants of it
/// @param scope the scopes of the token, separated by blanks; empty if Halo did not say
/// @param renewAt when to sign in anew, a little before Halo forgets the token
/// @param signedIn when Halo accepted our credentials for it; long ago if nobody knows
record Session(
    TenantUrl tenant,
    Set<Capability> asked,
    Secret token,
    String scope,
    Instant renewAt,
    Instant signedIn) {}

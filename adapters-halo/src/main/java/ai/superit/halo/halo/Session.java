package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import java.time.Instant;

/// A tenant that we are signed in to.
///
/// @param renewAt when to sign in anew, a little before Halo forgets the token
record Session(TenantUrl tenant, Secret token, Instant renewAt) {}

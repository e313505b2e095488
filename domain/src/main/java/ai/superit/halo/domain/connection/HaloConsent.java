package ai.superit.halo.domain.connection;

import java.time.Instant;

/// What a person's consent has brought us: a token for the next calls, and another with which to
/// ask for the next one.
///
/// @param refreshToken works once
/// @param scope what the tenant says that was granted, in its own words
/// @param renewAt when to ask for the next token, a little before Halo forgets this one
public record HaloConsent(Secret refreshToken, Secret accessToken, String scope, Instant renewAt) {}

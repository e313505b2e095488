package ai.superit.halo.application.sync;

import ai.superit.halo.domain.Stamp;

/// A record of which the mirror lacks what only its own page in Halo tells, or has it of an earlier
/// version.
///
/// @param id Halo's number of it
/// @param version of the record in the mirror
/// @param revision of the record in the mirror
public record AwaitingPage(long id, Stamp version, Revision revision) {}

package ai.superit.halo.application.audit;

import ai.superit.halo.domain.team.Caller;

/// Somebody who changes something.
///
/// @param action what was asked for, such as `pauseSync`
public record Actor(String subject, Caller.Role role, String action) {}

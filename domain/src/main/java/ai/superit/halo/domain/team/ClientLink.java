package ai.superit.halo.domain.team;

import ai.superit.halo.domain.client.ClientId;

/// Ties a client to the managed team that gets its tickets.
///
/// @param tickets route the client's tickets to the team
/// @param assets show the client's assets to the team
/// @param active a link that is not active routes and shows nothing
public record ClientLink(
    ClientId client, TeamId team, boolean tickets, boolean assets, boolean active) {}

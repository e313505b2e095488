package ai.superit.halo.domain.client;

import ai.superit.halo.domain.Stamp;
import java.util.Optional;

/// An organisation that the MSP serves.
///
/// @param mainSite the site where the client has its main office, if it has one
public record Client(
    ClientId id, String name, boolean active, Optional<SiteId> mainSite, Stamp updatedAt) {}

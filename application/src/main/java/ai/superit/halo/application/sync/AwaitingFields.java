package ai.superit.halo.application.sync;

import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.AssetId;

/// An asset whose fields in the mirror are older than the asset, or are not there.
///
/// @param version of the asset in the mirror
public record AwaitingFields(AssetId asset, Stamp version) {}

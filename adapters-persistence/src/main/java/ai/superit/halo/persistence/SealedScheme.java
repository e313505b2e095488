package ai.superit.halo.persistence;

/// A webhook scheme as it is stored.
///
/// @param label what is not secret: a user or the name of a header
/// @param secret sealed
record SealedScheme(String kind, String label, String secret) {}

package ai.superit.halo.application.sync;

/// A row that could not be understood; kept so that a person can look at it.
///
/// @param key Halo's id as it came; empty if there was none
/// @param reason what is wrong with it
/// @param raw the row as JSON, at most 10,000 characters of it
public record RejectedRow(String key, String reason, String raw) {}

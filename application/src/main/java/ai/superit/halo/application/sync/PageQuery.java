package ai.superit.halo.application.sync;

import java.time.Instant;
import java.util.Optional;

/// Which page of which part of a list.
///
/// @param number from 1
/// @param changedSince only records that Halo changed at or after this instant, give or take the
///   precision of its stamps
public record PageQuery(int number, Section section, Optional<Instant> changedSince) {
  /// Halo's default list of tickets leaves out some closed ones, so open and closed ones are read
  /// apart; all other resources have one section.
  public enum Section {
    ALL,
    OPEN,
    CLOSED
  }

  public PageQuery at(int page) {
    return new PageQuery(page, section, changedSince);
  }
}

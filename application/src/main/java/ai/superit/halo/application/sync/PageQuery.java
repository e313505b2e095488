package ai.superit.halo.application.sync;

import ai.superit.halo.domain.sync.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Which page of which part of a list.
///
/// @param number from 1
/// @param changedSince only records that Halo changed at or after this instant, give or take the
///   precision of its stamps
/// @param openedSince only tickets that were opened at or after this instant, give or take a day
/// @param scope what the caller leaves out anyway, so that Halo may leave it out too
public record PageQuery(
    int number,
    Section section,
    Optional<Instant> changedSince,
    Optional<Instant> openedSince,
    Scope scope) {
  /// Halo's default list of tickets leaves out some closed ones, so open and closed ones are read
  /// apart; all other resources have one section.
  public enum Section {
    ALL,
    OPEN,
    CLOSED
  }

  /// More than time zones explain.
  private static final Duration OPENED_GIVE_OR_TAKE = Duration.ofDays(3);

  /// Of a list of which everything is wanted.
  public PageQuery(int number, Section section, Optional<Instant> changedSince) {
    this(number, section, changedSince, Optional.empty(), Scope.EVERYTHING);
  }

  /// Of tickets whenever they were opened, or of anything else.
  public PageQuery(int number, Section section, Optional<Instant> changedSince, Scope scope) {
    this(number, section, changedSince, Optional.empty(), scope);
  }

  /// Whether a ticket that was opened then is plainly none of those that are asked for.
  public boolean leavesOut(Instant opened) {
    return openedSince
        .filter(since -> opened.isBefore(since.minus(OPENED_GIVE_OR_TAKE)))
        .isPresent();
  }

  public PageQuery at(int page) {
    return new PageQuery(page, section, changedSince, openedSince, scope);
  }

  PageQuery within(Scope narrower) {
    return new PageQuery(number, section, changedSince, openedSince, narrower);
  }

  PageQuery openedSince(Instant since) {
    return new PageQuery(number, section, changedSince, Optional.of(since), scope);
  }
}

package ai.superit.halo.domain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// When Halo last changed a record. Halo leaves the stamp out, or fills in a date of 1900, on
/// records that it has not touched for years: those carry [#UNKNOWN], which is older than any real
/// stamp.
///
/// @param at to the microsecond, whatever is given: Halo writes seven decimals in some places, and
///   a stamp that was stored is equal to the one that came
public record Stamp(Instant at) implements Comparable<Stamp> {
  public static final Stamp UNKNOWN = new Stamp(Instant.EPOCH);

  public Stamp {
    at = at.truncatedTo(ChronoUnit.MICROS);
  }

  public boolean isKnown() {
    return !equals(UNKNOWN);
  }

  /// The version as which to keep what a record's own page says after this one: the page's, unless
  /// one of the two is not known and tells nothing beside the other.
  public Stamp followedBy(Stamp page) {
    return isKnown() && page.isKnown() ? page : this;
  }

  @Override
  public int compareTo(Stamp other) {
    return at.compareTo(other.at);
  }
}

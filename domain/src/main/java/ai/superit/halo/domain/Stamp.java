package ai.superit.halo.domain;

import java.time.Instant;

/// When Halo last changed a record. Halo leaves the stamp out, or fills in a date of 1900, on
/// records that it has not touched for years: those carry [#UNKNOWN], which is older than any real
/// stamp.
public record Stamp(Instant at) implements Comparable<Stamp> {
  public static final Stamp UNKNOWN = new Stamp(Instant.EPOCH);

  public boolean isKnown() {
    return !equals(UNKNOWN);
  }

  @Override
  public int compareTo(Stamp other) {
    return at.compareTo(other.at);
  }
}

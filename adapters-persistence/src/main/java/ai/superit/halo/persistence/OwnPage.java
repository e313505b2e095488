package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.Revision;
import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.domain.Stamp;
import java.util.Optional;
import java.util.function.Function;

/// What a record's own page says.
///
/// @param asOf the same record as of another version
/// @param before what the mirror had when the page was asked for
record OwnPage<T>(T record, Function<Stamp, T> asOf, Revision before) {
  /// @param record as of the version as which it was stored, if it was
  record Kept<T>(T record, Stored stored) {
    /// Whether the page says anything that was not stored before.
    boolean isNew() {
      return stored.unchanged().isEmpty();
    }
  }

  /// What the mirror has of the record when its page is stored.
  ///
  /// @param version empty if it has none
  /// @param isAnyKnown whether that of any of the latest others is known, if it has none
  record Mirrored(Optional<Stamp> version, Revision revision, boolean living, boolean isAnyKnown) {
    /// The version as which to store what the page says.
    Stamp followedBy(Stamp page) {
      return version
          .map(before -> before.followedBy(page))
          .orElse(isAnyKnown ? page : Stamp.UNKNOWN);
    }

    /// Whether the mirror has the record, but no list has ever told a version of it.
    boolean isUnstamped() {
      return version.filter(stamp -> !stamp.isKnown()).isPresent();
    }

    /// Whether this may be newer than a page that was asked for when the mirror had that.
    boolean overtakes(Revision before, Stamp page) {
      var tellsByVersion = living && page.isKnown() && version.filter(Stamp::isKnown).isPresent();
      return !revision.equals(before) && !tellsByVersion;
    }
  }
}

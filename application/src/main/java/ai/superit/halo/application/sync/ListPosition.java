package ai.superit.halo.application.sync;

import ai.superit.halo.application.sync.PageQuery.Section;
import ai.superit.halo.domain.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How far the reading of a list had come when it was last certain that no row had moved.
///
/// @param began when its first page was read, perhaps by an earlier run
/// @param section of the page
/// @param page the last page that was read, from 1; sections before this one were read whole
/// @param pageSize how many rows the section's first page had
/// @param rows what tells the rows of the page apart, in their order; never empty
/// @param counted all that was counted until then
public record ListPosition(
    Instant began, Section section, int page, int pageSize, List<String> rows, Counted counted) {

  /// What became of the rows of all sections.
  ///
  /// @param created how many keys this reading has created
  /// @param updated how many it has updated
  /// @param unchanged how many it found unchanged
  /// @param unstored ids that came and were not stored
  /// @param doubtful ids that came and were gone again
  /// @param newest the latest change that a row told of
  public record Sums(
      long created,
      long updated,
      long unchanged,
      Set<Long> unstored,
      Set<Long> doubtful,
      Stamp newest) {
    public Sums {
      unstored = IdSet.copyOf(unstored);
      doubtful = IdSet.copyOf(doubtful);
    }
  }

  /// What was counted in one section.
  ///
  /// @param total how many rows Halo counted last
  /// @param received how many rows came, those on the position's page aside
  /// @param disturbed whether rows moved and were read again
  /// @param ids all that came
  /// @param rejected what tells the rows apart that could not be read or stored
  public record SectionCount(
      long total, long received, boolean disturbed, Set<Long> ids, Set<String> rejected) {
    public SectionCount {
      ids = IdSet.copyOf(ids);
      rejected = Set.copyOf(rejected);
    }
  }

  /// All that was counted; sections that were not begun are missing.
  public record Counted(Sums sums, Map<Section, SectionCount> sections) {
    public Counted {
      sections = Map.copyOf(sections);
    }
  }

  public ListPosition {
    rows = List.copyOf(rows);
    if (rows.isEmpty() || page < 1 || pageSize < 1) {
      throw new IllegalArgumentException("page %d of %d rows".formatted(page, rows.size()));
    }
  }
}

package ai.superit.halo.persistence;

import ai.superit.halo.application.Part;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The columns of a record in the order in which they are read. Some belong to a part of the record
/// that a statement may leave out.
final class Columns {
  /// @param part the one that the column belongs to; null for what is always read
  private record Column(String name, @Nullable Part part) {
    boolean isWanted(Set<Part> wanted) {
      return part == null || wanted.contains(part);
    }
  }

  /// What a statement selects of the columns.
  ///
  /// @param names with commas between
  /// @param leftOut the places of the others among all columns
  record Selection(String names, BitSet leftOut) {}

  private final List<Column> all = new ArrayList<>();
  private final Map<Set<Part>, Selection> selections = new ConcurrentHashMap<>();

  private Columns() {}

  static Columns of(String names) {
    return new Columns().and(names);
  }

  Columns and(String names) {
    return add(names, null);
  }

  Columns of(Part part, String names) {
    return add(names, part);
  }

  private Columns add(String names, @Nullable Part part) {
    for (var name : names.split(",", -1)) {
      all.add(new Column(name.strip(), part));
    }
    return this;
  }

  /// Remembered, since few different ones are asked for thousands of times a second.
  Selection select(Set<Part> wanted) {
    var known = selections.get(wanted);
    return known != null ? known : selections.computeIfAbsent(Set.copyOf(wanted), this::selected);
  }

  private Selection selected(Set<Part> wanted) {
    var names = new StringJoiner(", ");
    var leftOut = new BitSet();
    for (int place = 0; place < all.size(); place++) {
      var column = all.get(place);
      if (column.isWanted(wanted)) {
        names.add(column.name());
      } else {
        leftOut.set(place);
      }
    }
    return new Selection(names.toString(), leftOut);
  }

  int count() {
    return all.size();
  }

  /// All of them, as a statement lists them.
  @Override
  public String toString() {
    return all.stream().map(Column::name).collect(Collectors.joining(", "));
  }
}

package ai.superit.halo.persistence;

import ai.superit.halo.application.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The columns of a record in the order in which they are read. Some belong to a part of the record
/// that a statement may leave out.
final class Columns {
  /// @param parts the one that the column belongs to; empty for what is always read
  record Column(String name, Set<Part> parts) {
    boolean isWanted(Set<Part> wanted) {
      return wanted.containsAll(parts);
    }
  }

  private final List<Column> all = new ArrayList<>();

  private Columns() {}

  static Columns of(String names) {
    return new Columns().and(names);
  }

  Columns and(String names) {
    return add(names, Set.of());
  }

  Columns of(Part part, String names) {
    return add(names, Set.of(part));
  }

  private Columns add(String names, Set<Part> parts) {
    for (var name : names.split(",", -1)) {
      all.add(new Column(name.strip(), parts));
    }
    return this;
  }

  List<Column> all() {
    return all;
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

package ai.superit.halo.application.sync;

import ai.superit.halo.domain.sync.Difference;
import ai.superit.halo.domain.sync.Difference.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Collects how a list differs from the mirror while it is read: exact sums, and the first
/// differences one by one. Safe for use by many threads.
final class ComparedList {
  /// How many differences of a run are told one by one.
  static final int MOST = 1_000;

  private static final int LONGEST_KEY = 100;

  private record Place(PageQuery.Section section, int page) {}

  private final Map<Place, List<Long>> pages = new HashMap<>();
  private final Map<Kind, TreeMap<Long, Difference>> found = new HashMap<>();
  private final TreeSet<String> unreadable = new TreeSet<>();
  private final Set<Long> twiceOnOnePage = new HashSet<>();

  /// What was sent on a page; the latest reading of a page counts.
  synchronized void sent(PageQuery query, List<Long> ids) {
    pages.put(new Place(query.section(), query.number()), ids);
    twiceOnOnePage.addAll(repeated(ids.stream()));
  }

  /// How a record differs first counts: it may come again, and have changed meanwhile.
  ///
  /// @param differing as [Comparisons] tells
  synchronized void differ(Map<Long, List<String>> differing) {
    differing.forEach(
        (id, fields) -> note(fields.isEmpty() ? Kind.MISSING_HERE : Kind.DIFFERENT, id, fields));
  }

  synchronized void unreadable(Collection<RejectedRow> rows) {
    rows.forEach(row -> unreadable.add(cut(row.key())));
  }

  synchronized void missingInHalo(Collection<Long> ids) {
    ids.forEach(id -> note(Kind.MISSING_IN_HALO, id, List.of()));
  }

  /// How many records were sent more than once.
  ///
  /// @param moved whether rows moved between the pages, so that a page may show what another did
  synchronized long duplicates(boolean moved) {
    var duplicates = new HashSet<>(twiceOnOnePage);
    if (!moved) {
      for (var section : PageQuery.Section.values()) {
        duplicates.addAll(
            repeated(
                pages.entrySet().stream()
                    .filter(page -> page.getKey().section() == section)
                    .flatMap(page -> page.getValue().stream())));
      }
    }
    duplicates.forEach(id -> note(Kind.DUPLICATE, id, List.of()));
    return duplicates.size();
  }

  /// The first ones, by kind and number.
  synchronized List<Difference> first() {
    var numbered =
        Stream.of(Kind.values())
            .flatMap(kind -> found.getOrDefault(kind, new TreeMap<>()).values().stream());
    var others = unreadable.stream().map(key -> new Difference(Kind.UNREADABLE, key, List.of()));
    return Stream.concat(numbered, others).limit(MOST).toList();
  }

  private void note(Kind kind, long id, List<String> fields) {
    var ofKind = found.computeIfAbsent(kind, _ -> new TreeMap<>());
    ofKind.putIfAbsent(id, new Difference(kind, String.valueOf(id), fields));
    if (ofKind.size() > MOST) {
      ofKind.pollLastEntry();
    }
  }

  private static Set<Long> repeated(Stream<Long> ids) {
    var seen = new HashSet<Long>();
    var repeated = new HashSet<Long>();
    ids.filter(id -> !seen.add(id)).forEach(repeated::add);
    return repeated;
  }

  private static String cut(String key) {
    return key.length() <= LONGEST_KEY ? key : key.substring(0, LONGEST_KEY);
  }
}

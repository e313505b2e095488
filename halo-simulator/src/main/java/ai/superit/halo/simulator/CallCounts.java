package ai.superit.halo.simulator;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/// Counts calls by path, ids left out, and refusals.
final class CallCounts {
  private static final Pattern ID = Pattern.compile("/[0-9a-f-]*[0-9][0-9a-f-]*(?=/|$)");

  private final Map<String, LongAdder> byPath = new ConcurrentHashMap<>();
  final LongAdder throttled = new LongAdder();

  void add(String method, String path) {
    var known = ID.matcher(path).replaceAll("/{id}");
    if (byPath.size() < 500 || byPath.containsKey(method + " " + known)) {
      byPath.computeIfAbsent(method + " " + known, _ -> new LongAdder()).increment();
    }
  }

  Map<String, Long> byPath() {
    var counts = new TreeMap<String, Long>();
    byPath.forEach((path, count) -> counts.put(path, count.sum()));
    return counts;
  }

  void reset() {
    byPath.clear();
    throttled.reset();
  }
}

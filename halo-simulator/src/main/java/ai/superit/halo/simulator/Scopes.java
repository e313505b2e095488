package ai.superit.halo.simulator;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// What a token may do.
record Scopes(Set<String> names) {
  private static final Set<String> KNOWN = known();

  private static Set<String> known() {
    var areas =
        "tickets calendar customers crm timesheets contracts suppliers items projects sales quotes"
            + " sos pos invoices reporting software softwarelicensing kb assets distributionlists";
    var names =
        new HashSet<>(
            Set.of(
                "all",
                "all:standard",
                "admin",
                "all:teams",
                "admin:webhooks",
                "offline_access",
                "editMine:timesheets",
                "access:chat",
                "access:adpasswordreset"));
    for (var area : areas.split(" ", -1)) {
      names.add("read:" + area);
      names.add("edit:" + area);
    }
    return Set.copyOf(names);
  }

  static Scopes parse(String text) {
    var names = Arrays.stream(text.split(" ", -1)).filter(name -> !name.isBlank());
    return new Scopes(names.collect(Collectors.toSet()));
  }

  /// Whether all of them are known, or among those.
  boolean isAmong(Set<String> further) {
    return names.stream().allMatch(name -> KNOWN.contains(name) || further.contains(name));
  }

  boolean allow(String area, boolean writes) {
    if (area.isEmpty() || names.contains("all")) {
      return true;
    }
    if (area.equals("webhooks")) {
      return names.contains("admin") || names.contains("admin:webhooks");
    }
    return names.contains("all:standard")
        || names.contains("edit:" + area)
        || (!writes && names.contains("read:" + area));
  }
}

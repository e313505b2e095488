package ai.superit.halo.simulator;

import java.util.List;
import java.util.Map;

/// `/Lookup`: short lists of values by number; 11 lists the lists.
final class LookupResource implements Resource {
  private static final Map<Integer, List<String>> LISTS =
      Map.of(
          11, List.of("Impact", "Urgency", "Request Types", "Source"),
          12, List.of("Company Wide", "Multiple Users", "Single User"),
          21, List.of("Incident", "Change", "Request", "Problem"),
          22, List.of("Email", "Phone", "Portal", "Walk In", "Alert"),
          27, List.of("High", "Medium", "Low"),
          90, List.of("Low", "Medium", "High", "Critical"));

  @Override
  public Reply list(Call call) {
    var lookup = call.params().integer("lookupid", 11);
    var values = LISTS.getOrDefault(lookup, List.of());
    return Reply.json(
        200,
        Json.write(out ->
            out.array(() -> {
              for (var i = 0; i < values.size(); i++) {
                row(out, lookup, i + 1, values.get(i));
              }
            })));
  }

  private static void row(JsonOut out, int lookup, int id, String name) {
    out.object(() -> {
      out.number("id", id);
      out.number("lookupid", lookup);
      out.text("name", name);
    });
  }
}

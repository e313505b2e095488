package ai.superit.halo.simulator;

import java.util.List;
import java.util.Optional;

/// One call of the API: the path after `/api` in lower case, split at slashes.
@SuppressWarnings("ArrayRecordComponent")
record Call(String method, List<String> path, Params params, byte[] body, long at, int agent) {
  String resource() {
    return path.getFirst();
  }

  Optional<String> id() {
    return path.size() < 2 ? Optional.empty() : Optional.of(path.get(1));
  }

  /// The numeric id of the path; anything else is an unknown row.
  int number() {
    try {
      return Integer.parseInt(id().orElse(""));
    } catch (NumberFormatException e) {
      throw new Refused(Reply.empty(404));
    }
  }
}

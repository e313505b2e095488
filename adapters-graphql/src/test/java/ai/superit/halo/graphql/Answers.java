package ai.superit.halo.graphql;

import static java.util.Objects.requireNonNull;

import graphql.ExecutionResult;
import java.util.List;
import java.util.Map;

/// Takes answers apart.
final class Answers {
  private Answers() {}

  /// What is under the names, one after the other; numbers are places in lists.
  static Object at(ExecutionResult answer, Object... path) {
    assert answer.getErrors().isEmpty() : answer.getErrors();
    Object here = requireNonNull(answer.<Object>getData());
    for (var step : path) {
      here =
          requireNonNull(
              step instanceof Integer place
                  ? ((List<?>) here).get(place)
                  : ((Map<?, ?>) here).get(step));
    }
    return here;
  }

  /// The field of each node in a connection.
  static List<Object> nodes(ExecutionResult answer, String connection, String field) {
    return ((List<?>) at(answer, connection, "edges"))
        .stream().map(edge -> field(field(requireNonNull(edge), "node"), field)).toList();
  }

  private static Object field(Object of, String name) {
    return requireNonNull(((Map<?, ?>) of).get(name));
  }

  /// Code and reason of the only error.
  static String error(ExecutionResult answer) {
    assert answer.getErrors().size() == 1 : answer.getErrors();
    var extensions = requireNonNull(answer.getErrors().getFirst().getExtensions());
    return extensions.get("code") + " " + extensions.get("reason");
  }
}

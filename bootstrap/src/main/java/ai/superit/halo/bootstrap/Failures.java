package ai.superit.halo.bootstrap;

import java.util.stream.Collectors;

/// Says in plain words why a command could not do its work.
final class Failures {
  private Failures() {}

  static String explain(Throwable failure) {
    return switch (failure) {
      case InvalidSettings invalid ->
          invalid.problems().stream()
              .map(problem -> "  " + problem)
              .collect(Collectors.joining("\n", "the configuration cannot be used:\n", ""));
      case Refused refused -> String.valueOf(refused.getMessage());
      default ->
          failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    };
  }

  /// The command cannot be carried out as things are; the message tells the user what to do.
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }

    Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }
}

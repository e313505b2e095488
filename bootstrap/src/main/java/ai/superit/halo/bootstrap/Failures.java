package ai.superit.halo.bootstrap;

import ai.superit.halo.application.StoreUnavailable;
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

  /// Whether the explanation says all that there is to know; of anything else the log says more.
  static boolean isExplained(Throwable failure) {
    return failure instanceof InvalidSettings
        || failure instanceof Refused
        || failure instanceof StoreUnavailable;
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

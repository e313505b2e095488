package ai.superit.halo.bootstrap;

import java.util.List;

/// The configuration cannot be used. Each problem names a key and what to do, never a value.
final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  InvalidSettings(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  InvalidSettings(List<String> problems, Throwable cause) {
    super(String.join("\n", problems), cause);
    this.problems = List.copyOf(problems);
  }

  List<String> problems() {
    return problems;
  }
}

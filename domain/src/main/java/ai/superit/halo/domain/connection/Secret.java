package ai.superit.halo.domain.connection;

/// A text that must not be seen: its own string form hides it, so that it cannot slip into a log,
/// an answer or an exception.
public record Secret(String reveal) {
  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}

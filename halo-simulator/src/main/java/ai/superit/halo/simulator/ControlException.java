package ai.superit.halo.simulator;

/// A control request that cannot be done; names the field and what to do about it.
public final class ControlException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String field;

  ControlException(String field, String advice) {
    super(field + " " + advice);
    this.field = field;
  }

  public String field() {
    return field;
  }
}

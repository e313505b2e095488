package ai.superit.halo.graphql;

/// Thrown by a fetcher whose field has no value for a reason that the caller may know.
final class FieldFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  FieldFailure(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  ErrorCode code() {
    return code;
  }
}

package ai.superit.halo.graphql;

/// Thrown by a fetcher whose field has no value for a reason that the caller may know.
final class FieldFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String reason;

  FieldFailure(ErrorCode code, String message) {
    this(code, "", message);
  }

  private FieldFailure(ErrorCode code, String reason, String message) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  static FieldFailure invalid(String message) {
    return new FieldFailure(ErrorCode.BAD_REQUEST, "INVALID_ARGUMENT", message);
  }

  static FieldFailure invalidCursor() {
    return new FieldFailure(
        ErrorCode.BAD_REQUEST,
        "INVALID_CURSOR",
        "The cursor does not belong to this list: begin again without it.");
  }

  static FieldFailure tooMuch(String message) {
    return new FieldFailure(ErrorCode.BAD_REQUEST, "TOO_MUCH", message);
  }

  static FieldFailure managersOnly() {
    return new FieldFailure(ErrorCode.FORBIDDEN, "MANAGERS_ONLY", "Only a manager may do this.");
  }

  static FieldFailure storeUnavailable() {
    return new FieldFailure(
        ErrorCode.INTERNAL_ERROR,
        "STORE_UNAVAILABLE",
        "The database cannot be reached right now: try again in a moment.");
  }

  static FieldFailure storeTooSlow() {
    return new FieldFailure(
        ErrorCode.INTERNAL_ERROR,
        "STORE_TOO_SLOW",
        "The database took too long for this: ask for less, or more precisely.");
  }

  ErrorCode code() {
    return code;
  }

  /// A stable word that says more than the code; empty where there is no more to say.
  String reason() {
    return reason;
  }
}

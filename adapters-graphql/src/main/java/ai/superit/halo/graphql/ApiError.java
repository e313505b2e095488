package ai.superit.halo.graphql;

/// A request that is refused, in words for whoever sent it.
final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  enum Code {
    BAD_REQUEST,
    UNAUTHORIZED,
    FORBIDDEN,
    NOT_FOUND,
    INTERNAL_ERROR
  }

  private final Code code;
  private final String reason;

  private ApiError(Code code, String reason, String message) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  static ApiError invalid(String message) {
    return new ApiError(Code.BAD_REQUEST, "INVALID_ARGUMENT", message);
  }

  static ApiError invalidCursor() {
    return new ApiError(
        Code.BAD_REQUEST,
        "INVALID_CURSOR",
        "The cursor does not belong to this list: begin again without it.");
  }

  static ApiError tooMuch(String message) {
    return new ApiError(Code.BAD_REQUEST, "TOO_MUCH", message);
  }

  static ApiError managersOnly() {
    return new ApiError(Code.FORBIDDEN, "MANAGERS_ONLY", "Only a manager may do this.");
  }

  Code code() {
    return code;
  }

  /// A stable word that says more than the code.
  String reason() {
    return reason;
  }
}

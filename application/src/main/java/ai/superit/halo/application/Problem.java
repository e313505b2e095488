package ai.superit.halo.application;

/// One thing that is wrong with what somebody sent.
///
/// @param field the input's field, such as `tenantUrl`
/// @param message what is wrong with the value and what to do, as the end of a sentence that begins
///   with the field
public record Problem(String field, Code code, String message) {
  public enum Code {
    INVALID,
    TAKEN,
    NOT_FOUND,
    CONFLICT
  }
}

package ai.superit.halo.graphql;

import io.helidon.http.Status;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A request that is not run, with the status and the one error it is answered with.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Status status;
  private final @Nullable String limit;
  private final @Nullable String allow;

  private Refusal(Status status, String message, @Nullable String limit, @Nullable String allow) {
    super(message, null, false, false);
    this.status = status;
    this.limit = limit;
    this.allow = allow;
  }

  static Refusal badRequest(String message) {
    return new Refusal(Status.BAD_REQUEST_400, message, null, null);
  }

  static Refusal of(Status status, String message) {
    return new Refusal(status, message, null, null);
  }

  static Refusal methodNotAllowed(String message, String allow) {
    return new Refusal(Status.METHOD_NOT_ALLOWED_405, message, null, allow);
  }

  static Refusal limit(String limit, String what, long found, long allowed) {
    return limit(limit, what, Long.toString(found), allowed);
  }

  static Refusal limit(String limit, String what, String found, long allowed) {
    return limit(Status.BAD_REQUEST_400, limit, what, found, Long.toString(allowed));
  }

  static Refusal limit(Status status, String limit, String what, String found, String allowed) {
    return new Refusal(
        status,
        "Over the limit \"%s\": %s is %s, allowed is %s".formatted(limit, what, found, allowed),
        limit,
        null);
  }

  static Refusal rule(String limit, String message) {
    return new Refusal(Status.BAD_REQUEST_400, message, limit, null);
  }

  static Refusal outOfTime(Duration allowed) {
    return new Refusal(
        Status.SERVICE_UNAVAILABLE_503,
        "Over the limit \"time\": the request took too long and was broken off, allowed is %d ms"
            .formatted(allowed.toMillis()),
        "time",
        null);
  }

  Status status() {
    return status;
  }

  @Nullable String limit() {
    return limit;
  }

  @Nullable String allow() {
    return allow;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}

package ai.superit.halo.graphql;

import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Errors of ours: the caller gets an id, the log gets the id and the cause.
final class InternalErrors {
  static final String MESSAGE = "internal error";

  private static final Logger log = LoggerFactory.getLogger(InternalErrors.class);

  private InternalErrors() {}

  static Map<String, Object> log(String where, Throwable cause) {
    var id = UUID.randomUUID().toString();
    log.error("graphql event=internal_error error_id={} at={}", id, where, cause);
    return extensions(id);
  }

  static Map<String, Object> log(String where, String message) {
    var id = UUID.randomUUID().toString();
    log.error("graphql event=internal_error error_id={} at={} reason={}", id, where, message);
    return extensions(id);
  }

  private static Map<String, Object> extensions(String id) {
    return Map.of("code", ErrorCode.INTERNAL_ERROR.name(), "errorId", id);
  }
}

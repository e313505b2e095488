package ai.superit.halo.simulator;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// One answer, ready to send.
@SuppressWarnings("ArrayRecordComponent")
record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {
  private static final String JSON = "application/json; charset=utf-8";

  static Reply json(int status, byte[] body) {
    return new Reply(status, JSON, body, Map.of());
  }

  static Reply object(int status, Consumer<JsonOut> fields) {
    return json(status, Json.object(fields));
  }

  static Reply text(int status, String text) {
    return new Reply(
        status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static Reply html(int status, String text) {
    return new Reply(
        status, "text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static Reply empty(int status) {
    return new Reply(status, "", new byte[0], Map.of());
  }

  /// The map of field to complaints with which the original refuses a body.
  static Reply modelState(int status, String field, String complaint) {
    return object(status, out -> out.array(field, () -> out.element(complaint)));
  }

  static Reply message(int status, String message) {
    return object(
        status,
        out -> {
          out.text("ClassName", "System.Exception");
          out.text("Message", message);
        });
  }

  Reply header(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, contentType, body, Map.copyOf(more));
  }

  Reply as(String type) {
    return new Reply(status, type, body, headers);
  }
}

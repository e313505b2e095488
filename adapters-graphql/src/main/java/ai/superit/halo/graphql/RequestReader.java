package ai.superit.halo.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the parameters of a GraphQL request from a body or from the query of an address.
final class RequestReader {
  /// So many times the limit is read before the refusal: an answer in the middle of a body is lost
  /// to senders that are still writing.
  private static final int READ_ON = 4;

  private final GraphqlLimits.Input limits;
  private final JsonInput json;

  RequestReader(GraphqlLimits.Input limits) {
    this.limits = limits;
    this.json = new JsonInput(limits);
  }

  ParsedRequest fromBody(ServerRequest request) {
    MediaTypes.requireJson(
        headers(request, HeaderNames.CONTENT_TYPE), headers(request, HeaderNames.CONTENT_ENCODING));
    return parsed(json.object(text(body(request)), "The body"));
  }

  ParsedRequest fromQuery(ServerRequest request) {
    var members = new HashMap<String, @Nullable Object>();
    for (var name : List.of("query", "operationName")) {
      members.put(name, parameter(request, name));
    }
    for (var name : List.of("variables", "extensions")) {
      var text = parameter(request, name);
      members.put(name, text == null ? null : json.object(text, "\"" + name + "\""));
    }
    return parsed(members);
  }

  static List<String> headers(ServerRequest request, HeaderName name) {
    return request.headers().all(name, List::of);
  }

  /// Null where it is not given, or empty.
  @Nullable String parameter(ServerRequest request, String name) {
    try {
      var values = request.query().all(name, List::of);
      if (values.size() > 1) {
        throw Refusal.badRequest("\"" + name + "\" is given more than once");
      }
      return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("The address is not encoded correctly");
    }
  }

  private byte[] body(ServerRequest request) {
    if (!request.content().hasEntity()) {
      throw Refusal.badRequest("The body is missing");
    }
    long announced = request.headers().contentLength().orElse(0);
    if (announced > (long) READ_ON * limits.bytes()) {
      throw tooLarge(Long.toString(announced));
    }
    byte[] bytes = arriving(request);
    if (bytes.length > limits.bytes()) {
      throw tooLarge(announced > 0 ? Long.toString(announced) : "more");
    }
    return bytes;
  }

  // What the server throws for a body that breaks off, or whose chunks are written wrongly, is no
  // kind of exception of its own; either way the fault is not ours.
  private byte[] arriving(ServerRequest request) {
    try (var deadline = Deadline.in(limits.reading())) {
      try {
        var in = request.content().inputStream();
        var bytes = in.readNBytes(limits.bytes() + 1);
        if (bytes.length > limits.bytes()) {
          readOn(in);
        }
        return bytes;
      } catch (IOException | RuntimeException e) {
        throw deadline.passed()
            ? Refusal.of(Status.REQUEST_TIMEOUT_408, "The body took too long to arrive")
            : Refusal.badRequest("The body broke off");
      }
    }
  }

  /// Whatever comes of it, the body is too large.
  private void readOn(InputStream in) {
    try {
      var _ = in.skip((READ_ON - 1L) * limits.bytes());
    } catch (IOException | RuntimeException _) {
      // it broke off, took too long, or is larger than the server takes of any
    }
  }

  private Refusal tooLarge(String found) {
    return Refusal.limit(
        Status.REQUEST_ENTITY_TOO_LARGE_413,
        "body",
        "the size of the body in bytes",
        found,
        Integer.toString(limits.bytes()));
  }

  private static String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw Refusal.badRequest("The body is not valid UTF-8");
    }
  }

  private ParsedRequest parsed(Map<String, @Nullable Object> members) {
    if (!(members.get("query") instanceof String query) || query.isBlank()) {
      throw Refusal.badRequest("\"query\" must be a string that holds a GraphQL document");
    }
    var name = members.get("operationName");
    if (name != null && !(name instanceof String)) {
      throw Refusal.badRequest("\"operationName\" must be a string");
    }
    var variables = map(members, "variables");
    if (variables.size() > limits.variables()) {
      throw Refusal.limit(
          "variables", "the number of variables", variables.size(), limits.variables());
    }
    var extensions = map(members, "extensions");
    requireSamePersistedQuery(extensions.get("persistedQuery"), query);
    return new ParsedRequest(query, (String) name, variables, extensions);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> map(
      Map<String, @Nullable Object> members, String name) {
    var value = members.get(name);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw Refusal.badRequest("\"" + name + "\" must be an object");
    }
    return (Map<String, @Nullable Object>) map;
  }

  private static void requireSamePersistedQuery(@Nullable Object persisted, String query) {
    if (persisted == null) {
      return;
    }
    boolean same =
        persisted instanceof Map<?, ?> map && sha256(query).equals(map.get("sha256Hash"));
    if (!same) {
      throw Refusal.badRequest("\"persistedQuery\" does not belong to \"query\"");
    }
  }

  private static String sha256(String text) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

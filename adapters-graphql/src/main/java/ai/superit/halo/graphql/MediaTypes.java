package ai.superit.halo.graphql;

import io.helidon.http.Status;
import java.util.List;
import java.util.Locale;

/// The one kind of body that is read. Forms and plain text are refused also because a foreign web
/// page may send those without asking first.
final class MediaTypes {
  private MediaTypes() {}

  static void requireJson(List<String> contentType, List<String> contentEncoding) {
    if (contentType.size() != 1 || !isJson(contentType.getFirst().toLowerCase(Locale.ROOT))) {
      throw Refusal.of(
          Status.UNSUPPORTED_MEDIA_TYPE_415, "The body must be \"application/json\" in UTF-8");
    }
    if (!contentEncoding.isEmpty() && !contentEncoding.equals(List.of("identity"))) {
      throw Refusal.of(Status.UNSUPPORTED_MEDIA_TYPE_415, "The body must not be compressed");
    }
  }

  private static boolean isJson(String contentType) {
    var parts = contentType.split(";", -1);
    boolean json = parts[0].strip().equals("application/json");
    for (int i = 1; i < parts.length; i++) {
      var parameter = parts[i].strip();
      json &= !parameter.startsWith("charset") || isUtf8(parameter);
    }
    return json;
  }

  static boolean isUtf8(String parameter) {
    return parameter.equals("charset=utf-8") || parameter.equals("charset=\"utf-8\"");
  }
}

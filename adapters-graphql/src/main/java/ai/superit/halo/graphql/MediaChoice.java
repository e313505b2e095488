package ai.superit.halo.graphql;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The form of an answer, chosen by the `Accept` header of its request.
enum MediaChoice {
  JSON("application/json"),
  GRAPHQL("application/graphql-response+json");

  private static final int MAX_CHARACTERS = 1_024;

  private final String type;

  MediaChoice(String type) {
    this.type = type;
  }

  String contentType() {
    return type + "; charset=utf-8";
  }

  Header header() {
    return HeaderValues.create(HeaderNames.CONTENT_TYPE, contentType());
  }

  /// Empty when neither form is accepted. Without a preference the older form is chosen, which is
  /// what callers that send no header at all expect.
  static Optional<MediaChoice> of(List<String> accept) {
    if (accept.isEmpty()) {
      return Optional.of(JSON);
    }
    var ranges = String.join(",", accept).toLowerCase(Locale.ROOT);
    if (ranges.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    var json = Quality.of(JSON.type, ranges);
    var graphql = Quality.of(GRAPHQL.type, ranges);
    if (json.value() <= 0 && graphql.value() <= 0) {
      return Optional.empty();
    }
    boolean named = graphql.value() == json.value() && graphql.named();
    return Optional.of(graphql.value() > json.value() || named ? GRAPHQL : JSON);
  }

  private record Quality(double value, int specificity) {
    static Quality of(String type, String ranges) {
      var best = new Quality(0, -1);
      for (var range : ranges.split(",", -1)) {
        var parts = range.split(";", -1);
        int specificity = specificity(type, parts[0].strip());
        if (specificity > best.specificity && charsetFits(parts)) {
          best = new Quality(weight(parts), specificity);
        }
      }
      return best;
    }

    boolean named() {
      return specificity == 2;
    }

    private static int specificity(String type, String range) {
      if (range.equals(type)) {
        return 2;
      }
      return range.equals("application/*") ? 1 : range.equals("*/*") ? 0 : -1;
    }

    private static boolean charsetFits(String[] parts) {
      for (int i = 1; i < parts.length; i++) {
        var parameter = parts[i].strip();
        if (parameter.startsWith("charset=") && !MediaTypes.isUtf8(parameter)) {
          return false;
        }
      }
      return true;
    }

    private static double weight(String[] parts) {
      for (int i = 1; i < parts.length; i++) {
        var parameter = parts[i].strip();
        if (parameter.startsWith("q=")) {
          return number(parameter.substring(2));
        }
      }
      return 1;
    }

    private static double number(String text) {
      return text.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(text) : 0;
    }
  }
}

package ai.superit.halo.halo;

import ai.superit.halo.application.connection.StatedLimit;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a tenant answered, whole.
final class Answer {
  private final Call call;
  private final int status;
  private final Optional<String> retryAfter;
  private final Optional<String> date;
  private final Optional<String> mediaType;
  private final RateHeaders rate;
  private final byte[] body;

  Answer(
      Call call,
      int status,
      Optional<String> retryAfter,
      Optional<String> date,
      Optional<String> mediaType,
      RateHeaders rate,
      byte[] body) {
    this.call = call;
    this.status = status;
    this.retryAfter = retryAfter;
    this.date = date;
    this.mediaType = mediaType;
    this.rate = rate;
    this.body = body;
  }

  /// This answer, if it is a success.
  ///
  /// @throws ai.superit.halo.application.connection.HaloUnavailable otherwise
  Answer checked() {
    if (status < 200 || status >= 300) {
      throw Failures.ofStatus(call, status);
    }
    return this;
  }

  int status() {
    return status;
  }

  Optional<String> retryAfter() {
    return retryAfter;
  }

  /// The limit that a refusal names in its sentence, in whatever form that comes.
  Optional<StatedLimit> statedLimit() {
    return LimitSentence.read(
        new String(body, 0, Math.min(body.length, 500), StandardCharsets.UTF_8));
  }

  RateHeaders rate() {
    return rate;
  }

  /// The server's own clock; empty if it tells no time.
  Optional<Instant> date() {
    return date.flatMap(Answer::moment);
  }

  private static Optional<Instant> moment(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException strange) {
      return Optional.empty();
    }
  }

  /// Halo does not label its answers reliably, so only the bytes decide whether this is JSON.
  JsonNode json() {
    try {
      return Json.tree(body);
    } catch (JacksonException broken) {
      throw isWebPage() ? Failures.webPage(call) : Failures.brokenJson(call);
    }
  }

  /// The JSON that decides about rights: labelled as such, if at all, and without a key that stands
  /// there twice, which two readers may read differently.
  JsonNode strictJson() {
    if (mediaType.filter(type -> !type.toLowerCase(Locale.ROOT).contains("json")).isPresent()) {
      throw isWebPage() ? Failures.webPage(call) : Failures.brokenJson(call);
    }
    try {
      return Json.treeWithoutDuplicates(body);
    } catch (JacksonException broken) {
      throw isWebPage() ? Failures.webPage(call) : Failures.brokenJson(call);
    }
  }

  /// The JSON object, or empty if it is anything else.
  Optional<Row> jsonObject() {
    try {
      return Row.of(Json.tree(body));
    } catch (JacksonException broken) {
      return Optional.empty();
    }
  }

  boolean isWebPage() {
    for (byte next : body) {
      if (next > ' ') {
        return next == '<';
      }
    }
    return false;
  }
}

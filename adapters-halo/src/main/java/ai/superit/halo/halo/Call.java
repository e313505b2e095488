package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.Secret;
import java.net.URI;
import java.util.Optional;

/// One request to a tenant.
///
/// @param limits how long and how large the answer may be
/// @param name what messages call it, such as `GET /Tickets`; holds no ids and no query
/// @param repeat after which failures it may be sent again
record Call(
    String name,
    URI address,
    Optional<Secret> bearer,
    Optional<Content> content,
    Repeat repeat,
    Limits limits) {

  /// What is posted; a call without content is a GET, or a DELETE if its name says so.
  record Content(String mediaType, Secret text) {}

  enum Limits {
    /// Those of the configuration.
    USUAL,
    /// 10 seconds and 64 KiB, for what is short and may come from anybody.
    TIGHT
  }

  enum Repeat {
    /// It writes, and may have done so although the answer was lost.
    NEVER,
    /// After lost connections and gateway errors, but not where the server itself reports an error.
    AFTER_OUTAGE,
    AFTER_ANY_FAILURE
  }

  static Call get(String name, URI address) {
    return new Call(
        name, address, Optional.empty(), Optional.empty(), Repeat.AFTER_ANY_FAILURE, Limits.USUAL);
  }

  static Call post(String name, URI address, Content content, Repeat repeat) {
    return new Call(name, address, Optional.empty(), Optional.of(content), repeat, Limits.USUAL);
  }

  /// Deleting what is gone already does no harm.
  static Call delete(String name, URI address) {
    return new Call(
        name, address, Optional.empty(), Optional.empty(), Repeat.AFTER_ANY_FAILURE, Limits.USUAL);
  }

  /// Such as `Tickets`.
  String resource() {
    return name.substring(name.indexOf('/') + 1);
  }

  String method() {
    return name.substring(0, name.indexOf(' '));
  }

  /// Whether it asks for a token rather than for data: all else is sent with one.
  boolean isSignIn() {
    return bearer.isEmpty();
  }

  /// Whether it reads a record by its number.
  boolean isOfOneRecord() {
    var path = address.getPath();
    return method().equals("GET")
        && path.substring(path.lastIndexOf('/') + 1).chars().allMatch(Character::isDigit)
        && !path.endsWith("/");
  }

  Call as(Secret token) {
    return new Call(name, address, Optional.of(token), content, repeat, limits);
  }

  Call tight() {
    return new Call(name, address, bearer, content, repeat, Limits.TIGHT);
  }

  boolean mayRepeatAfter(int status) {
    return switch (repeat) {
      case NEVER -> false;
      case AFTER_OUTAGE -> status > 500;
      case AFTER_ANY_FAILURE -> status >= 500;
    };
  }
}

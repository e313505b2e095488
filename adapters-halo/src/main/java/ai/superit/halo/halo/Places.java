package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Discovery.Source;
import ai.superit.halo.domain.connection.TenantUrl;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where a tenant may let us sign in, the likeliest first. What others name is held to the same
/// rules as what people type.
final class Places {
  private final Map<URI, Source> sources = new LinkedHashMap<>();
  private final TenantUrl.Rules rules;

  Places(TenantUrl.Rules rules) {
    this.rules = rules;
  }

  void add(URI place, Source source) {
    sources.putIfAbsent(place, source);
  }

  /// Says who named a place first, also one that was entered; passes over what is not allowed.
  void told(String address, Source source) {
    allowed(address)
        .ifPresent(place ->
            sources.merge(
                place, source, (before, now) -> before == Source.AUTH_INFO ? before : now));
  }

  Map<URI, Source> all() {
    return new LinkedHashMap<>(sources);
  }

  URI first() {
    return sources.keySet().iterator().next();
  }

  /// The base of the sign-in, if it may be called.
  private Optional<URI> allowed(String address) {
    var base = address.replaceFirst("(?i)/token/*$", "");
    try {
      return Optional.of(TenantUrl.parseAuthorisation(base, rules));
    } catch (IllegalArgumentException refused) {
      return Optional.empty();
    }
  }
}

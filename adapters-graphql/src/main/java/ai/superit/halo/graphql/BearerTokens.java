package ai.superit.halo.graphql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Checks the bearer tokens of requests. Thread-safe.
///
/// A token that has been accepted is remembered by its digest for a minute, never beyond its own
/// expiry: the signature check costs more than many of the queries that it guards.
final class BearerTokens {
  /// What is said to whoever has none.
  static final String NEEDED =
      "A valid bearer token is needed: get a new one from whoever issues them";

  private static final Logger log = LoggerFactory.getLogger(BearerTokens.class);
  private static final Duration REMEMBERED = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final int REMEMBERED_TOKENS = 10_000;
  private static final String SCHEME = "Bearer ";
  private static final int MAX_KEY_ID = 200;
  private static final Set<String> TYPES = Set.of("JWT", "AT+JWT");
  private static final Set<String> REFUSED_HEADERS =
      Set.of("crit", "jku", "x5u", "jwk", "x5c", "zip", "b64");

  private final Seldom warnings = new Seldom(QUIET);
  private final Map<String, Seldom> refusals = new ConcurrentHashMap<>();
  private final SigningKeys keys;
  private final TokenClaims claims;
  private final InstantSource clock;
  private final Cache<String, Accepted> accepted;

  BearerTokens(SigningKeys keys, TokenClaims claims, InstantSource clock) {
    this.keys = keys;
    this.claims = claims;
    this.clock = clock;
    this.accepted =
        Caffeine.newBuilder().maximumSize(REMEMBERED_TOKENS).expireAfterWrite(REMEMBERED).build();
  }

  /// The token in these `Authorization` headers, empty unless there is exactly one and it is good.
  Optional<VerifiedToken> verify(List<String> authorization) {
    if (authorization.size() != 1) {
      return Optional.empty();
    }
    var header = authorization.getFirst();
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    var text = header.substring(SCHEME.length());
    var digest = digest(text);
    var now = clock.instant();
    var known = accepted.getIfPresent(digest);
    if (known != null && now.isBefore(known.until)) {
      return Optional.of(known.token);
    }
    var checked = check(text, now);
    checked.ifPresent(token -> accepted.put(digest, Accepted.at(now, token)));
    return checked;
  }

  private Optional<VerifiedToken> check(String text, Instant now) {
    try {
      var token = CompactToken.split(text);
      requireSignature(token, token.header());
      return Optional.of(claims.check(token.claims(), now));
    } catch (RefusedToken e) {
      warn(e);
    } catch (RateLimitReachedException e) {
      // The keys were read just now; the first token with such a key was told of.
      log.debug("bearer_token event=refused reason=kid");
    } catch (JOSEException e) {
      warn(e);
    }
    return Optional.empty();
  }

  /// The reasons are few, whatever strangers send: names of claims and of checks.
  private void warn(RefusedToken refused) {
    var reason = String.valueOf(refused.getMessage());
    if (refusals.computeIfAbsent(reason, _ -> new Seldom(QUIET)).passes()) {
      log.warn("bearer_token event=refused reason={}", reason);
    }
  }

  private void warn(JOSEException keysNotHad) {
    if (warnings.passes()) {
      log.warn(
          "signing_keys event=unavailable reason={} message={}",
          keysNotHad.getClass().getSimpleName(),
          keysNotHad.getMessage());
    }
  }

  private void requireSignature(CompactToken token, JsonNode header) throws JOSEException {
    for (var name : REFUSED_HEADERS) {
      if (header.has(name)) {
        throw new RefusedToken(name);
      }
    }
    requireType(header.get("typ"));
    var algorithm = SignatureAlgorithm.parse(TokenClaims.text(header, "alg", 10));
    var candidates = keys.withId(TokenClaims.text(header, "kid", MAX_KEY_ID));
    if (candidates.size() != 1 || !algorithm.mayUse(candidates.getFirst())) {
      throw new RefusedToken("kid");
    }
    if (!algorithm.verifies(candidates.getFirst(), token.signedBytes(), token.signature())) {
      throw new RefusedToken("signature");
    }
  }

  private static void requireType(@Nullable JsonNode type) {
    if (type != null
        && !(type.isString() && TYPES.contains(type.stringValue().toUpperCase(Locale.ROOT)))) {
      throw new RefusedToken("typ");
    }
  }

  private static String digest(String text) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return new String(sha256.digest(text.getBytes(UTF_8)), ISO_8859_1);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Accepted(VerifiedToken token, Instant until) {
    static Accepted at(Instant now, VerifiedToken token) {
      var soon = now.plus(REMEMBERED);
      return new Accepted(token, soon.isBefore(token.expiresAt()) ? soon : token.expiresAt());
    }
  }
}

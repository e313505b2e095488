package ai.superit.halo.graphql;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The published keys of the token issuer.
@FunctionalInterface
interface SigningKeys {
  Duration KEPT = Duration.ofMinutes(5);
  Duration REFRESH_TIMEOUT = Duration.ofSeconds(15);
  Duration REFRESHED_AT_MOST_EVERY = Duration.ofSeconds(30);
  Duration OUTAGE_BRIDGED = Duration.ofHours(1);

  /// All keys with this id, empty when none has it.
  ///
  /// @throws JOSEException when the keys cannot be had at the moment
  List<JWK> withId(String id) throws JOSEException;

  static SigningKeys at(URI address) {
    try {
      JWKSource<SecurityContext> source =
          JWKSourceBuilder.create(address.toURL())
              .cache(KEPT.toMillis(), REFRESH_TIMEOUT.toMillis())
              .refreshAheadCache(false)
              .rateLimited(REFRESHED_AT_MOST_EVERY.toMillis())
              .outageTolerant(OUTAGE_BRIDGED.toMillis())
              .build();
      return id -> select(source, id);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(
          "The address of the signing keys is no URL: " + address, e);
    }
  }

  static SigningKeys in(Path file) {
    return new SigningKeysFile(file);
  }

  private static List<JWK> select(JWKSource<SecurityContext> source, String id)
      throws KeySourceException {
    return source.get(new JWKSelector(new JWKMatcher.Builder().keyID(id).build()), null);
  }
}

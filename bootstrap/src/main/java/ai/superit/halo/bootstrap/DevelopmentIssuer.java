package ai.superit.halo.bootstrap;

import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/// Issues tokens for development and the demo from a key of its own, which it keeps in a folder
/// beside the public JWKS that the service is given.
final class DevelopmentIssuer {
  static final String ISSUER = "superit-halo-development";
  static final String AUDIENCE = "superit-halo";

  private final ECKey key;
  private final Path jwks;

  private DevelopmentIssuer(ECKey key, Path jwks) {
    this.key = key;
    this.jwks = jwks;
  }

  /// Takes the key from the folder, or makes one.
  static DevelopmentIssuer in(Path folder) {
    try {
      Files.createDirectories(folder);
      var file = folder.resolve("issuer-key.json");
      var jwks = folder.resolve("jwks.json");
      if (!Files.exists(file)) {
        var made =
            new ECKeyGenerator(Curve.P_256)
                .keyID(UUID.randomUUID().toString())
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
                .generate();
        Files.writeString(jwks, new JWKSet(made).toString(true));
        PrivateFile.write(file, made.toJSONString());
      }
      return new DevelopmentIssuer(ECKey.parse(Files.readString(file)), jwks);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot keep a signing key in " + folder, failed);
    } catch (JOSEException | ParseException broken) {
      throw new IllegalStateException("the signing key in " + folder + " is broken", broken);
    }
  }

  Path jwks() {
    return jwks;
  }

  String token(String subject, Caller.Role role, Set<TeamId> teams, Duration lifetime) {
    var now = Instant.now();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(AUDIENCE)
            .subject(subject)
            .claim("role", role.name().toLowerCase(Locale.ROOT))
            .claim("teams", teams.stream().map(TeamId::value).sorted().toList())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .build();
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException broken) {
      throw new IllegalStateException("the signing key cannot sign", broken);
    }
    return token.serialize();
  }

  /// Files that only their owner may read, from the first byte on.
  static final class PrivateFile {
    private PrivateFile() {}

    static void write(Path file, String content) throws IOException {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, content);
    }
  }
}

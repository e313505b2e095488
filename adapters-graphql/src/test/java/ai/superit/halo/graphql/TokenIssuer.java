package ai.superit.halo.graphql;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Mints tokens for tests, good ones and such that break a single rule.
final class TokenIssuer {
  static final String ISSUER = "https://login.example.test";
  static final String AUDIENCE = "superit-halo";

  private static final JsonMapper JSON = new JsonMapper();

  /// Made once: making one for RSA takes longer than most tests do.
  private static final KeyPair RSA = keyPair("RSA", 2048);

  private static final KeyPair EC = keyPair("EC", 256);
  private static final KeyPair ED = keyPair("Ed25519", 255);

  /// The public keys `rsa`, `ec` and `ed`.
  JWKSet keys() {
    return new JWKSet(List.of(rsaKey("rsa"), ecKey(), edKey()));
  }

  JWK rsaKey(String id) {
    return new RSAKey.Builder((RSAPublicKey) RSA.getPublic())
        .keyID(id)
        .keyUse(KeyUse.SIGNATURE)
        .build();
  }

  private JWK ecKey() {
    return new ECKey.Builder(Curve.P_256, (ECPublicKey) EC.getPublic()).keyID("ec").build();
  }

  private JWK edKey() {
    byte[] encoded = ED.getPublic().getEncoded();
    byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).keyID("ed").build();
  }

  String token() {
    return token("ES256", "ec", claims());
  }

  String token(String algorithm, String keyId, Map<String, ?> claims) {
    return sign(Map.of("alg", algorithm, "kid", keyId, "typ", "JWT"), claims);
  }

  String tokenWith(String claim, @Nullable Object value) {
    var claims = claims();
    if (value == null) {
      claims.remove(claim);
    } else {
      claims.put(claim, value);
    }
    return token("ES256", "ec", claims);
  }

  String tokenWithHeader(String name, Object value) {
    var header = new LinkedHashMap<String, Object>(Map.of("alg", "ES256", "kid", "ec"));
    header.put(name, value);
    return sign(header, claims());
  }

  static Map<String, Object> claims() {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var claims = new LinkedHashMap<String, Object>();
    claims.put("iss", ISSUER);
    claims.put("aud", AUDIENCE);
    claims.put("sub", "user-1");
    claims.put("role", "agent");
    claims.put("teams", List.of("north", "south"));
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plusSeconds(600).getEpochSecond());
    return claims;
  }

  String sign(Map<String, ?> header, Map<String, ?> claims) {
    return sign(JSON.writeValueAsString(header), JSON.writeValueAsString(claims));
  }

  String sign(String header, String claims) {
    var signed = encode(header.getBytes(UTF_8)) + "." + encode(claims.getBytes(UTF_8));
    return signed + "." + encode(signature(header, signed.getBytes(US_ASCII)));
  }

  byte[] derSignature(byte[] signed) {
    return sign("SHA256withECDSA", EC.getPrivate(), signed);
  }

  private byte[] signature(String header, byte[] signed) {
    if (header.contains("RS256")) {
      return sign("SHA256withRSA", RSA.getPrivate(), signed);
    }
    if (header.contains("EdDSA")) {
      return sign("Ed25519", ED.getPrivate(), signed);
    }
    try {
      return ECDSA.transcodeSignatureToConcat(derSignature(signed), 64);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sign(String algorithm, PrivateKey key, byte[] signed) {
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(signed);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String encode(byte[] bytes) {
    return Base64URL.encode(bytes).toString();
  }

  private static KeyPair keyPair(String algorithm, int size) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

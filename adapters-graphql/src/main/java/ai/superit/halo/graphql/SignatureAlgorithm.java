package ai.superit.halo.graphql;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// The signatures that are accepted. Each one is bound to one kind of key, so that a key is never
/// used with an algorithm it was not made for.
enum SignatureAlgorithm {
  RS256 {
    @Override
    boolean verifies(JWK key, byte[] signed, byte[] signature) throws JOSEException {
      return key instanceof RSAKey rsa
          && rsa.size() >= SHORTEST_RSA_KEY
          && verify(new RSASSAVerifier(rsa.toRSAPublicKey()), signed, signature);
    }
  },
  ES256 {
    @Override
    boolean verifies(JWK key, byte[] signed, byte[] signature) throws JOSEException {
      return key instanceof ECKey ec
          && Curve.P_256.equals(ec.getCurve())
          && verify(new ECDSAVerifier(ec.toECPublicKey()), signed, signature);
    }
  },
  EdDSA {
    @Override
    boolean verifies(JWK key, byte[] signed, byte[] signature) throws JOSEException {
      return key instanceof OctetKeyPair pair
          && Curve.Ed25519.equals(pair.getCurve())
          && verifyEd25519(pair.getDecodedX(), signed, signature);
    }
  };

  private static final int SHORTEST_RSA_KEY = 2048;
  private static final int ED25519_KEY_BYTES = 32;
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  abstract boolean verifies(JWK key, byte[] signed, byte[] signature) throws JOSEException;

  static SignatureAlgorithm parse(String name) {
    for (var algorithm : values()) {
      if (algorithm.name().equals(name)) {
        return algorithm;
      }
    }
    throw new RefusedToken("alg");
  }

  boolean mayUse(JWK key) {
    boolean forSignatures = key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse());
    boolean forThis = key.getAlgorithm() == null || registered().equals(key.getAlgorithm());
    var operations = key.getKeyOperations();
    boolean forVerifying = operations == null || operations.contains(KeyOperation.VERIFY);
    return forSignatures && forThis && forVerifying && key.getKeyRevocation() == null;
  }

  private JWSAlgorithm registered() {
    return JWSAlgorithm.parse(name());
  }

  boolean verify(JWSVerifier verifier, byte[] signed, byte[] signature) throws JOSEException {
    return verifier.verify(new JWSHeader(registered()), signed, Base64URL.encode(signature));
  }

  // The JDK does this itself; nimbus would bring a second cryptographic library for it.
  static boolean verifyEd25519(byte[] x, byte[] signed, byte[] signature) throws JOSEException {
    if (x.length != ED25519_KEY_BYTES) {
      return false;
    }
    byte[] encoded = new byte[ED25519_PREFIX.length + x.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(x, 0, encoded, ED25519_PREFIX.length, x.length);
    try {
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new JOSEException("The signature cannot be checked", e);
    }
  }
}

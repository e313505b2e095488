package ai.superit.halo.persistence;

import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;
import java.util.Arrays;
import javax.crypto.SecretKey;

/// Seals secrets for one field of one connection. The header, which the encryption protects, names
/// both: what is copied to another row or field does not open there.
final class Seals {
  private static final String CONNECTION = "superit-connection";
  private static final String FIELD = "superit-field";

  private final SealKeys keys;

  Seals(SealKeys keys) {
    this.keys = keys;
  }

  String seal(ConnectionId connection, String field, Secret secret) {
    var header =
        new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
            .keyID(keys.currentId())
            .customParam(CONNECTION, connection.toString())
            .customParam(FIELD, field)
            .build();
    var sealed = new JWEObject(header, new Payload(secret.reveal()));
    try {
      sealed.encrypt(new DirectEncrypter(key(keys.currentId())));
      return sealed.serialize();
    } catch (JOSEException failure) {
      throw new IllegalStateException("a secret could not be sealed", failure);
    }
  }

  /// It was sealed with a key that this instance was not given; another one may have it.
  static final class KeyUnknown extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    KeyUnknown(String id) {
      super("a secret is sealed with key " + id + ", which is not known");
    }
  }

  /// @throws KeyUnknown if it was sealed with a key that is not known
  /// @throws IllegalStateException if it was not sealed for this field of this connection
  Secret open(ConnectionId connection, String field, String sealed) {
    try {
      var object = JWEObject.parse(sealed);
      check(isCanonical(sealed), connection, field);
      check(isSealedFor(object.getHeader(), connection, field), connection, field);
      object.decrypt(new DirectDecrypter(key(object.getHeader().getKeyID())));
      return new Secret(object.getPayload().toString());
    } catch (ParseException | JOSEException broken) {
      throw new IllegalStateException(refusal(connection, field), broken);
    }
  }

  /// As [#open], of what is needed to sign in to Halo.
  ///
  /// @throws SecretUnreadable if it was sealed with a key that is not known
  Secret openToSignIn(ConnectionId connection, String field, String sealed) {
    try {
      return open(connection, field, sealed);
    } catch (KeyUnknown unknown) {
      throw new SecretUnreadable(unknown);
    }
  }

  /// Whether it was sealed with a key that is not known, without opening it.
  boolean lacksKey(String sealed) {
    try {
      return !keys.keys().containsKey(JWEObject.parse(sealed).getHeader().getKeyID());
    } catch (ParseException broken) {
      return false;
    }
  }

  private static boolean isSealedFor(JWEHeader header, ConnectionId connection, String field) {
    return JWEAlgorithm.DIR.equals(header.getAlgorithm())
        && EncryptionMethod.A256GCM.equals(header.getEncryptionMethod())
        && connection.toString().equals(header.getCustomParam(CONNECTION))
        && field.equals(header.getCustomParam(FIELD));
  }

  /// The parser also takes blanks and unused bits; what we have sealed has none.
  private static boolean isCanonical(String sealed) {
    return Arrays.stream(sealed.split("\\.", -1))
        .allMatch(part -> Base64URL.encode(new Base64URL(part).decode()).toString().equals(part));
  }

  private SecretKey key(String id) {
    var key = keys.keys().get(id);
    if (key == null) {
      throw new KeyUnknown(id);
    }
    return key;
  }

  private static void check(boolean holds, ConnectionId connection, String field) {
    if (!holds) {
      throw new IllegalStateException(refusal(connection, field));
    }
  }

  private static String refusal(ConnectionId connection, String field) {
    return "the stored %s of connection %s was not sealed for it".formatted(field, connection);
  }
}

package ai.superit.halo.graphql;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The three parts of a signed token in compact form, read as strictly as the form is defined: one
/// token has exactly one spelling, so nothing can be added to it that a signature does not cover.
final class CompactToken {
  private static final int MAX_CHARACTERS = 8 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(10)
                          .maxNumberLength(30)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String header;
  private final String claims;
  private final byte[] signature;
  private final int signedLength;
  private final String text;

  private CompactToken(String text, int firstDot, int secondDot) {
    this.text = text;
    this.header = text.substring(0, firstDot);
    this.claims = text.substring(firstDot + 1, secondDot);
    this.signature = decode(text.substring(secondDot + 1));
    this.signedLength = secondDot;
  }

  static CompactToken split(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new RefusedToken("size");
    }
    int firstDot = text.indexOf('.');
    int secondDot = text.indexOf('.', firstDot + 1);
    if (firstDot < 1 || secondDot < 0 || text.indexOf('.', secondDot + 1) >= 0) {
      throw new RefusedToken("segments");
    }
    return new CompactToken(text, firstDot, secondDot);
  }

  JsonNode header() {
    return object(header);
  }

  JsonNode claims() {
    return object(claims);
  }

  byte[] signature() {
    return signature.clone();
  }

  byte[] signedBytes() {
    return text.substring(0, signedLength).getBytes(US_ASCII);
  }

  private static JsonNode object(String part) {
    try {
      var node = JSON.readTree(decode(part));
      if (!node.isObject()) {
        throw new RefusedToken("json");
      }
      return node;
    } catch (JacksonException e) {
      throw new RefusedToken("json");
    }
  }

  private static byte[] decode(String part) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
        throw new RefusedToken("encoding");
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new RefusedToken("encoding");
    }
  }
}

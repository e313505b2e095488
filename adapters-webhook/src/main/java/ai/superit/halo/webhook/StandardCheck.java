package ai.superit.halo.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;

/// The signatures of standardwebhooks.com, version 1: over the id, the time and the content, with
/// dots between them. There may be several signatures while a secret is being replaced.
record StandardCheck(Signature signature, Comparison comparison, InstantSource clock)
    implements Check {
  private static final HeaderName ID = HeaderNames.create("webhook-id");
  private static final HeaderName TIMESTAMP = HeaderNames.create("webhook-timestamp");
  private static final HeaderName SIGNATURE = HeaderNames.create("webhook-signature");
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final int MOST_SIGNATURES = 8;
  private static final String VERSION = "v1,";

  /// Without a dot, which would let a part of the id pass for the time.
  private static final Pattern ID_FORM = Pattern.compile("[!-~&&[^.]]{1,256}");

  private static final Pattern TIME_FORM = Pattern.compile("[1-9][0-9]{0,10}");

  @Override
  public boolean passes(ServerRequestHeaders headers, byte[] content) {
    var id = Credential.of(headers, ID);
    var time = Credential.of(headers, TIMESTAMP);
    var signed =
        isSigned(
            (id + "." + time + ".").getBytes(UTF_8), content, Credential.of(headers, SIGNATURE));
    return signed && ID_FORM.matcher(id).matches() && isNear(time);
  }

  private boolean isSigned(byte[] before, byte[] content, String signatures) {
    var expected = signature.of(before, content);
    var signed = false;
    var all = signatures.split(" ", MOST_SIGNATURES + 1);
    for (int i = 0; i < Math.min(all.length, MOST_SIGNATURES); i++) {
      signed |= comparison.isEqual(all[i].startsWith(VERSION) ? all[i].substring(3) : "", expected);
    }
    return signed;
  }

  private boolean isNear(String time) {
    return TIME_FORM.matcher(time).matches()
        && Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), clock.instant())
                .abs()
                .compareTo(TOLERANCE)
            <= 0;
  }
}

package ai.superit.halo.domain.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestTest {
  /// The example of RFC 7636, appendix B.
  @Test
  void a_digest_is_what_a_code_challenge_is_made_of() {
    var verifier = new Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

    assertThat(Digest.of(verifier).text()).isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  }
}

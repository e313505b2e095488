package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.superit.halo.application.connection.HaloAuthorisations;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable.Cause;
import ai.superit.halo.domain.connection.Digest;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.HaloConsent;
import ai.superit.halo.domain.connection.Secret;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// What every tenant does that people authorise us at.
public interface HaloAuthorisationsContract {
  URI CALLBACK = URI.create("https://it.example/api/integrations/halo/callback");

  Secret VERIFIER = new Secret("v".repeat(64));

  HaloAuthorisations authorisations();

  HaloAccess access();

  /// The code that a person brings back who was sent to the page and consented.
  Secret consent(URI page);

  /// From now on a person grants only what ends with the access token.
  void grantNoRefreshToken();

  @Test
  default void the_page_is_that_of_the_tenant_and_knows_what_to_bring_back() {
    var page = authorisations().address(access(), CALLBACK, "the-state", Digest.of(VERIFIER));

    assertThat(page.toString()).startsWith(access().endpoint().authorisation().toString());
    assertThat(page.getQuery()).contains("state=the-state");
  }

  @Test
  default void a_code_brings_what_it_takes_to_sign_in_once() {
    var code = consent(page());

    var consent = redeem(code, VERIFIER);

    assertThat(consent.refreshToken().reveal()).isNotBlank();
    assertThat(consent.accessToken().reveal()).isNotBlank();
    assertThat(consent.scope()).isNotBlank();
    assertRefused(code, VERIFIER, Cause.UNAUTHORIZED);
  }

  @Test
  default void a_code_is_of_no_use_to_somebody_else() {
    assertRefused(consent(page()), new Secret("w".repeat(64)), Cause.UNAUTHORIZED);
    assertRefused(new Secret("made-up"), VERIFIER, Cause.UNAUTHORIZED);
  }

  @Test
  default void a_consent_that_ends_within_the_hour_is_none() {
    grantNoRefreshToken();

    assertRefused(consent(page()), VERIFIER, Cause.FORBIDDEN);
  }

  private URI page() {
    return authorisations().address(access(), CALLBACK, "s", Digest.of(VERIFIER));
  }

  private HaloConsent redeem(Secret code, Secret verifier) {
    return authorisations().redeem(access(), CALLBACK, code, verifier);
  }

  private void assertRefused(Secret code, Secret verifier, Cause cause) {
    var refusal = catchThrowableOfType(HaloUnavailable.class, () -> redeem(code, verifier));

    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).isEqualTo(cause);
    assertThat(refusal).hasMessageNotContaining(code.reveal());
  }
}

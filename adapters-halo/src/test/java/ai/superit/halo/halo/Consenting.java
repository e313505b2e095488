package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.Digest;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.HaloConsent;
import ai.superit.halo.domain.connection.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;

/// The simulated tenant's test user, who consents in a browser.
final class Consenting {
  private static final Secret VERIFIER = new Secret("v".repeat(64));

  private Consenting() {}

  static HaloConsent to(HaloAccess access, BudgetedCalls calls, InstantSource clock)
      throws IOException, InterruptedException {
    var halo = new HttpHaloAuthorisations(calls, clock);
    var page = halo.address(access, SimulatedTenant.CALLBACK, "s", Digest.of(VERIFIER));
    try (var browser = HttpClient.newHttpClient()) {
      var answer = browser.send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding());
      var back = URI.create(answer.headers().firstValue("Location").orElseThrow());
      var code = new Secret(back.getQuery().replaceAll(".*code=([^&]*).*", "$1"));
      return halo.redeem(access, SimulatedTenant.CALLBACK, code, VERIFIER);
    }
  }
}

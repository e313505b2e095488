package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.Digest;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.HaloConsent;
import ai.superit.halo.domain.connection.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;

/// The simulated tenant's test user, who consents in a browser.
final class Consenting {
  private static final Secret VERIFIER = new Secret("v".repeat(64));

  private Consenting() {}

  static HaloConsent to(HaloAccess access, BudgetedCalls calls, InstantSource clock) {
    var halo = new HttpHaloAuthorisations(calls, clock);
    var page = halo.address(access, SimulatedTenant.CALLBACK, "s", Digest.of(VERIFIER));
    return halo.redeem(access, SimulatedTenant.CALLBACK, at(page), VERIFIER);
  }

  /// @return the code that the browser is sent back with
  static Secret at(URI page) {
    try (var browser = HttpClient.newHttpClient()) {
      var answer = browser.send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding());
      var back = URI.create(answer.headers().firstValue("Location").orElseThrow());
      return new Secret(back.getQuery().replaceAll(".*code=([^&]*).*", "$1"));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}

package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Discovery;
import ai.superit.halo.application.connection.HaloDiscovery;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.TenantUrl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks a tenant where to sign in. Its calls are not part of any budget, since the tenant may not
/// be ours yet. Somebody waits for it, so a tenant that takes long counts as one that says nothing.
final class HttpHaloDiscovery implements HaloDiscovery {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final HaloHttp http;
  private final TenantUrl.Rules rules;
  private final InstantSource clock;
  private final Duration patience;

  HttpHaloDiscovery(HaloHttp http, TenantUrl.Rules rules, InstantSource clock) {
    this(http, rules, clock, PATIENCE);
  }

  /// @param patience for all calls together
  HttpHaloDiscovery(HaloHttp http, TenantUrl.Rules rules, InstantSource clock, Duration patience) {
    this.http = http;
    this.rules = rules;
    this.clock = clock;
    this.patience = patience;
  }

  @Override
  public Optional<Discovery> discover(HaloAccess access) {
    var search = new SignInSearch(http::send, access, rules, clock.instant());
    var searching = new FutureTask<>(search::search);
    Thread.ofVirtual().name("discovery").start(searching);
    try {
      return searching.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      return Optional.empty();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the search for the sign-in failed", failed.getCause());
    } finally {
      searching.cancel(true);
    }
  }
}

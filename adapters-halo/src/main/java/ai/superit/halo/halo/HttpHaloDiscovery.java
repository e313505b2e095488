package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Discovery;
import ai.superit.halo.application.connection.HaloDiscovery;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.TenantUrl;
import java.time.InstantSource;
import java.util.Optional;

/// Asks a tenant where to sign in. Its calls are not part of any budget, since the tenant may not
/// be ours yet.
final class HttpHaloDiscovery implements HaloDiscovery {
  private final HaloHttp http;
  private final TenantUrl.Rules rules;
  private final InstantSource clock;

  HttpHaloDiscovery(HaloHttp http, TenantUrl.Rules rules, InstantSource clock) {
    this.http = http;
    this.rules = rules;
    this.clock = clock;
  }

  @Override
  public Optional<Discovery> discover(HaloAccess access) {
    return new SignInSearch(http::send, access, rules, clock.instant()).search();
  }
}

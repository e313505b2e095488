package ai.superit.halo.halo;

import ai.superit.halo.application.connection.ConnectionHealth;
import ai.superit.halo.application.connection.HaloAccounts;
import ai.superit.halo.application.connection.HaloAuthorisations;
import ai.superit.halo.application.connection.HaloConsents;
import ai.superit.halo.application.connection.HaloDiscovery;
import ai.superit.halo.application.connection.HaloDoctor;
import ai.superit.halo.application.connection.HaloProbe;
import ai.superit.halo.application.connection.HaloScopes;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.sync.HaloTenants;
import ai.superit.halo.application.sync.SilentTenants;
import ai.superit.halo.application.webhook.DeliveryLogs;
import ai.superit.halo.application.webhook.DeliveryReader;
import ai.superit.halo.application.webhook.HaloWebhooks;
import java.time.InstantSource;

/// HaloPSA over HTTP: hands out the ports that reach a tenant. All of them are safe for use by many
/// threads and share one pool of connections, which [#close] ends.
public final class Halo implements AutoCloseable {
  private final HaloHttp http;
  private final HaloTenants tenants;
  private final SilentTenants silent;
  private final HaloProbe probe;
  private final HaloDiscovery discovery;
  private final HaloDoctor doctor;
  private final HaloWebhooks webhooks;
  private final HaloAuthorisations authorisations;
  private final DeliveryReader deliveries;
  private final DeliveryLogs logs;

  private Halo(
      HaloHttp http,
      HaloTenants tenants,
      SilentTenants silent,
      HaloProbe probe,
      HaloDiscovery discovery,
      HaloDoctor doctor,
      HaloWebhooks webhooks,
      HaloAuthorisations authorisations,
      DeliveryReader deliveries,
      DeliveryLogs logs) {
    this.http = http;
    this.tenants = tenants;
    this.silent = silent;
    this.probe = probe;
    this.discovery = discovery;
    this.doctor = doctor;
    this.webhooks = webhooks;
    this.authorisations = authorisations;
    this.deliveries = deliveries;
    this.logs = logs;
  }

  /// Makes no call yet.
  public static Halo open(
      HaloConfig config,
      HaloAccounts accounts,
      HaloConsents consents,
      ConnectionHealth health,
      RateBudget budget) {
    return open(config, accounts, consents, health, budget, InstantSource.system());
  }

  /// @param clock shows the time that the budget goes by
  public static Halo open(
      HaloConfig config,
      HaloAccounts accounts,
      HaloConsents consents,
      ConnectionHealth health,
      RateBudget budget,
      InstantSource clock) {
    var http = new HaloHttp(config);
    var calls = new BudgetedCalls(http, budget, config, clock);
    var sessions = new Sessions(accounts, consents, health, calls, clock);
    var presence = new Presence(clock);
    var deliveries = new JsonDeliveryReader();
    return new Halo(
        http,
        new HttpHaloTenants(calls, sessions, presence),
        calls::isSilent,
        new HttpHaloProbe(http, sessions, budget, clock),
        new HttpHaloDiscovery(http, config.rules(), clock),
        new HttpHaloDoctor(http, sessions, budget, config.rules(), clock),
        new HttpHaloWebhooks(calls, sessions, presence),
        new HttpHaloAuthorisations(calls, clock),
        deliveries,
        new HttpDeliveryLogs(calls, sessions, presence, deliveries));
  }

  public HaloTenants tenants() {
    return tenants;
  }

  /// Of those that were called through this object.
  public SilentTenants silent() {
    return silent;
  }

  public HaloProbe probe() {
    return probe;
  }

  public HaloDiscovery discovery() {
    return discovery;
  }

  public HaloScopes scopes() {
    return new HaloScopeNames();
  }

  public HaloDoctor doctor() {
    return doctor;
  }

  public HaloWebhooks webhooks() {
    return webhooks;
  }

  public HaloAuthorisations authorisations() {
    return authorisations;
  }

  public DeliveryLogs deliveryLogs() {
    return logs;
  }

  public DeliveryReader deliveries() {
    return deliveries;
  }

  @Override
  public void close() {
    http.close();
  }
}

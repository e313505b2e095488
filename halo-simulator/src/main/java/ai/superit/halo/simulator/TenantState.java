package ai.superit.halo.simulator;

/// The parts of a running tenant, built and closed together.
record TenantState(
    Tenant tenant,
    Webhooks webhooks,
    Tokens tokens,
    Throttle throttle,
    Faults faults,
    CallCounts counts,
    TenantControl control,
    AutoCloseable journal)
    implements AutoCloseable {

  static TenantState open(SimulatorConfig config) {
    var journal = Journal.open(config);
    var tenant = new Tenant(config.seed(), config.scale(), journal.epoch(), config.quirks());
    var sender = new DeliverySender(config.retries(), config.clock(), config.quirks());
    var webhooks = new Webhooks(tenant, sender);
    journal.replay(tenant, webhooks);
    tenant.recordTo(journal::record);
    webhooks.recordTo(journal::record);
    tenant.announceTo(webhooks::announce);
    var tokens = new Tokens(config);
    var throttle = new Throttle(config.rateLimit(), config.quirks().throttling());
    var faults = new Faults();
    var counts = new CallCounts();
    var control = new TenantControl(config, tenant, webhooks, tokens, throttle, faults, counts);
    return new TenantState(tenant, webhooks, tokens, throttle, faults, counts, control, journal);
  }

  @Override
  public void close() {
    control.stopLive();
    webhooks.sender.close();
    try {
      journal.close();
    } catch (Exception e) {
      throw new IllegalStateException("The journal did not close", e);
    }
  }
}

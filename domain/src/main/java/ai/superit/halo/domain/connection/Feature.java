package ai.superit.halo.domain.connection;

/// What a connection is for, and the capability without which it cannot be had.
public enum Feature {
  TICKETS(Capability.READ_TICKETS),
  NOTES(Capability.READ_TICKETS),
  CLIENTS(Capability.READ_CLIENTS),
  SITES(Capability.READ_CLIENTS),
  INVOICES(Capability.READ_CLIENTS),
  ASSETS(Capability.READ_ASSETS),
  CONTACTS(Capability.READ_USERS),
  WEBHOOK_SETUP(Capability.WRITE_WEBHOOKS),
  DELIVERY_PROOF(Capability.WRITE_WEBHOOKS);

  private final Capability needs;

  Feature(Capability needs) {
    this.needs = needs;
  }

  public Capability needs() {
    return needs;
  }
}

package ai.superit.halo.domain.client;

/// Halo's number of an invoice; unique within a tenant.
public record InvoiceId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}

package ai.superit.halo.domain.client;

/// Halo's number of a contact ("user"); unique within a tenant.
public record ContactId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}

package ai.superit.halo.domain.client;

/// Halo's number of a client; unique within a tenant.
public record ClientId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}

package ai.superit.halo.domain.client;

/// Halo's number of a site; unique within a tenant.
public record SiteId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}

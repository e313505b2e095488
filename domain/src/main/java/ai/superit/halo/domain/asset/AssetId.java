package ai.superit.halo.domain.asset;

/// Halo's number of an asset; unique within a tenant.
public record AssetId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}

package ai.superit.halo.domain.ticket;

/// Halo's number of an attachment; unique within a tenant.
public record AttachmentId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}

package ai.superit.halo.domain.ticket;

/// Halo's number of a ticket; unique within a tenant.
public record TicketId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}

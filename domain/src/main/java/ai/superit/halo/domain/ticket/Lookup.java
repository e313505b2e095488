package ai.superit.halo.domain.ticket;

/// A row of one of the tenant's small tables: it gives a number on a ticket its name.
///
/// @param closing for a status: a ticket in it is closed; false for every other kind
public record Lookup(Kind kind, long id, String name, boolean closing) {
  public enum Kind {
    AGENT,
    HALO_TEAM,
    STATUS,
    PRIORITY,
    TICKET_TYPE
  }
}

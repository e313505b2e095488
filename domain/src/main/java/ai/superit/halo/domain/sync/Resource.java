package ai.superit.halo.domain.sync;

/// What a synchronisation run reads.
public enum Resource {
  LOOKUPS,
  CLIENTS,
  SITES,
  CONTACTS,
  ASSETS,
  TICKETS,
  NOTES,
  INVOICES
}

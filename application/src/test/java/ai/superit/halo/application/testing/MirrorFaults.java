package ai.superit.halo.application.testing;

import ai.superit.halo.domain.ticket.TicketId;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What a test lets the mirror in memory fail at; at first nothing. Safe for use by many threads.
public final class MirrorFaults {
  private final Map<TicketId, RuntimeException> storing = new ConcurrentHashMap<>();
  private final Map<TicketId, RuntimeException> asking = new ConcurrentHashMap<>();

  /// This ticket cannot be stored, nor can any that come with it.
  public void whenStoring(TicketId ticket, RuntimeException failure) {
    storing.put(ticket, failure);
  }

  /// Nobody learns to which client this ticket belongs, nor to which those do that are asked about
  /// with it.
  public void whenAskedForTheClientOf(TicketId ticket, RuntimeException failure) {
    asking.put(ticket, failure);
  }

  public void mend() {
    storing.clear();
    asking.clear();
  }

  void beforeStoring(Collection<TicketId> tickets) {
    fail(storing, tickets);
  }

  void beforeTellingTheClientsOf(Collection<TicketId> tickets) {
    fail(asking, tickets);
  }

  private static void fail(Map<TicketId, RuntimeException> faults, Collection<TicketId> tickets) {
    for (var ticket : tickets) {
      var failure = faults.get(ticket);
      if (failure != null) {
        throw failure;
      }
    }
  }
}

package ai.superit.halo.application.ticket;

import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Instant;

/// How a list of tickets is sorted; equal times are sorted by connection and Halo's id.
public record TicketOrder(Field field, boolean descending) {
  public enum Field {
    UPDATED_AT,
    OPENED_AT
  }

  public static final TicketOrder NEWEST_CHANGE_FIRST = new TicketOrder(Field.UPDATED_AT, true);

  /// A place in a list with this order.
  public record Position(Instant at, Key<TicketId> key) {}

  public Position position(TicketView view) {
    var times = view.ticket().value().times();
    return new Position(
        switch (field) {
          case UPDATED_AT -> times.updatedAt().at();
          case OPENED_AT -> times.openedAt();
        },
        view.key());
  }
}

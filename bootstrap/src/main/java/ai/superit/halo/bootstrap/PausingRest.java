package ai.superit.halo.bootstrap;

import ai.superit.halo.domain.connection.ConnectionId;

/// Reads what can wait in the order in which it is wanted. What fails does not keep the tenant from
/// being asked for the next, and is left alone for a while: each by itself, because one that finds
/// nothing to do tells nothing about another.
final class PausingRest {
  private final RestWork rest;
  private final Pauses pauses;
  private final boolean oldNotes;

  /// @param oldNotes whether notes of tickets that were closed long ago are wanted
  PausingRest(RestWork rest, Pauses pauses, boolean oldNotes) {
    this.rest = rest;
    this.pauses = pauses;
    this.oldNotes = oldNotes;
  }

  /// @return how many records were read; 0 if there is nothing to read, or all that there is pauses
  long fill(ConnectionId connection) {
    var clients =
        pauses.unlessPaused(
            connection, Pauses.Work.CLIENT_PAGES, () -> rest.fillClients(connection));
    if (clients > 0) {
      return clients;
    }
    var filled =
        pauses.unlessPaused(connection, Pauses.Work.FIELDS, () -> rest.fillFields(connection));
    if (filled > 0) {
      return filled;
    }
    var old =
        oldNotes
            ? pauses.unlessPaused(
                connection, Pauses.Work.OLD_NOTES, () -> rest.fillOldNotes(connection))
            : 0;
    return old > 0 ? old : readAgain(connection);
  }

  private long readAgain(ConnectionId connection) {
    var clients =
        pauses.unlessPaused(
            connection, Pauses.Work.CLIENT_PAGES_AGAIN, () -> rest.readClientsAgain(connection));
    return clients > 0
        ? clients
        : pauses.unlessPaused(
            connection, Pauses.Work.FIELDS_AGAIN, () -> rest.readAssetsAgain(connection));
  }
}

package ai.superit.halo.application.ticket;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Lookup;
import java.util.List;

/// The names behind the numbers on tickets.
public interface LookupNames {
  /// The name, or an empty text for a number that the mirror does not know. Answers from memory;
  /// may lag behind the mirror by seconds.
  String name(ConnectionId connection, Lookup.Kind kind, long id);

  /// All rows of a kind, by id. Reads the store.
  List<Lookup> list(ConnectionId connection, Lookup.Kind kind);
}

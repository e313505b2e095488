package ai.superit.halo.application.testing;

import ai.superit.halo.application.ticket.LookupNames;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Lookup;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Names, never behind the mirror.
record InMemoryLookupNames(Memory memory) implements LookupNames {
  @Override
  public String name(ConnectionId connection, Lookup.Kind kind, long id) {
    return memory.with(state -> {
      var lookup = state.lookups.get(new State.LookupKey(connection, kind, id));
      return lookup == null ? "" : lookup.name();
    });
  }

  @Override
  public List<Lookup> list(ConnectionId connection, Lookup.Kind kind) {
    return memory.with(state ->
        state.lookups.entrySet().stream()
            .filter(entry -> entry.getKey().connection().equals(connection))
            .filter(entry -> entry.getKey().kind() == kind)
            .map(Map.Entry::getValue)
            .sorted(Comparator.comparingLong(Lookup::id))
            .toList());
  }
}

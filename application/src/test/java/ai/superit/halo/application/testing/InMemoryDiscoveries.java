package ai.superit.halo.application.testing;

import ai.superit.halo.application.connection.Discoveries;
import ai.superit.halo.application.connection.Discovery;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.Optional;

/// What was found out about tenants.
record InMemoryDiscoveries(Memory memory) implements Discoveries {
  @Override
  public boolean keep(ConnectionId connection, Discovery found) {
    return memory.with(state -> {
      var account = state.accounts.get(connection);
      if (account == null || account.connection().isDeleting()) {
        return false;
      }
      var moved = account.connection().signingInAt(found.authorisation(), found.tenantName());
      state.accounts.put(connection, new State.Account(moved, account.secret()));
      state.discoveries.put(connection, found);
      return true;
    });
  }

  @Override
  public Optional<Discovery> find(ConnectionId connection) {
    return memory.with(state -> Optional.ofNullable(state.discoveries.get(connection)));
  }
}

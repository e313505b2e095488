package ai.superit.halo.application.testing;

import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.HaloAccounts;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Visibility;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Connections and, apart from them, their secrets.
record InMemoryConnections(Memory memory) implements Connections, HaloAccounts {
  @Override
  public boolean create(Connection connection, Secret clientSecret) {
    return memory.with(state -> {
      var taken =
          state.accounts.values().stream()
              .map(State.Account::connection)
              .filter(other -> other.managerTeam().equals(connection.managerTeam()))
              .anyMatch(other -> other.name().equalsIgnoreCase(connection.name()));
      if (!taken) {
        state.accounts.put(connection.id(), new State.Account(connection, clientSecret));
      }
      return !taken;
    });
  }

  @Override
  public Optional<Connection> find(Visibility visibility, ConnectionId id) {
    return memory.with(state ->
        Optional.ofNullable(state.accounts.get(id))
            .map(State.Account::connection)
            .filter(_ -> new Sight(state, visibility).connection(id)));
  }

  @Override
  public List<Connection> list(Visibility visibility) {
    return memory.with(state ->
        state.accounts.values().stream()
            .map(State.Account::connection)
            .filter(connection -> new Sight(state, visibility).connection(connection.id()))
            .sorted(Comparator.comparing(Connection::name, String.CASE_INSENSITIVE_ORDER))
            .toList());
  }

  @Override
  public List<Connection> all() {
    return memory.with(state ->
        state.accounts.values().stream()
            .map(State.Account::connection)
            .filter(connection -> !connection.isDeleting())
            .filter(connection ->
                connection.status().state() != ConnectionStatus.State.NEEDS_AUTHORIZATION)
            .toList());
  }

  @Override
  public List<Connection> living() {
    return memory.with(state ->
        state.accounts.values().stream()
            .map(State.Account::connection)
            .filter(connection -> !connection.isDeleting())
            .toList());
  }

  @Override
  public void setStatus(ConnectionId id, ConnectionStatus status) {
    change(
        id,
        account -> new State.Account(account.connection().withStatus(status), account.secret()));
  }

  @Override
  public boolean changeStatus(
      ConnectionId id, Set<ConnectionStatus.State> from, Instant before, ConnectionStatus status) {
    return memory.with(state -> {
      var found =
          Optional.ofNullable(state.accounts.get(id))
              .filter(account -> !account.connection().isDeleting())
              .filter(account -> from.contains(account.connection().status().state()))
              .filter(account -> account.connection().status().since().isBefore(before));
      found.ifPresent(account ->
          state.accounts.put(
              id, new State.Account(account.connection().withStatus(status), account.secret())));
      return found.isPresent();
    });
  }

  @Override
  public boolean replaceCredentials(ConnectionId id, String clientId, Secret clientSecret) {
    return change(
        id,
        account -> new State.Account(account.connection().withClientId(clientId), clientSecret));
  }

  @Override
  public boolean want(ConnectionId id, Set<Capability> capabilities) {
    return change(
        id,
        account -> new State.Account(account.connection().wanting(capabilities), account.secret()));
  }

  private boolean change(ConnectionId id, UnaryOperator<State.Account> changing) {
    return memory.with(state -> {
      var account = state.accounts.get(id);
      if (account == null || account.connection().isDeleting()) {
        return false;
      }
      state.accounts.put(id, changing.apply(account));
      return true;
    });
  }

  @Override
  public Optional<HaloAccess> access(ConnectionId id) {
    return memory.with(state ->
        Optional.ofNullable(state.accounts.get(id))
            .filter(account -> !InMemoryConnectionRemoval.isForgotten(account.secret()))
            .map(account -> account.connection().access(account.secret())));
  }
}

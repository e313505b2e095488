package ai.superit.halo.application.testing;

import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.application.connection.ConnectionRemoval;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/// Removes rows of every map that names a connection.
record InMemoryConnectionRemoval(Memory memory) implements ConnectionRemoval {
  @Override
  public List<Connection> awaiting() {
    return memory.with(state ->
        state.accounts.values().stream()
            .map(State.Account::connection)
            .filter(Connection::isDeleting)
            .toList());
  }

  @Override
  public boolean hasSecrets(ConnectionId connection) {
    return memory.with(state -> {
      var account = state.accounts.get(connection);
      return account != null && !isForgotten(account.secret());
    });
  }

  @Override
  public void forgetSecrets(ConnectionId connection) {
    memory.with(state -> {
      state.schemes.remove(connection);
      state.consents.remove(connection);
      state.channels.keySet().removeIf(key -> key.connection().equals(connection));
      state.notices.keySet().removeIf(id -> id.channel().connection().equals(connection));
      return state.accounts.computeIfPresent(
              connection, (_, account) -> new State.Account(account.connection(), State.FORGOTTEN))
          != null;
    });
  }

  @Override
  public long removeSome(ConnectionId connection, int atMost) {
    return memory.with(state ->
        some(state.clients.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.sites.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.contacts.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.invoices.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.assets.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.pagesUnread, key -> key.connection().equals(connection), atMost)
            + some(state.fieldsUnread, key -> key.connection().equals(connection), atMost)
            + some(state.clientPagesUnread, key -> key.connection().equals(connection), atMost)
            + some(state.pagesReadAt.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.putOff.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.turns.keySet(), key -> key.connection().equals(connection), atMost)
            + someTickets(state, connection, atMost)
            + some(state.besideTickets.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.hours.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.marks.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.logged.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.attachments.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.notes.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.links.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.schedules.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.compared.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.positions.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.diagnoses.keySet(), connection::equals, atMost)
            + some(state.alerts.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.alertRules.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.streaks.keySet(), key -> key.connection().equals(connection), atMost)
            + some(state.evaluated.keySet(), connection::equals, atMost)
            + some(state.discoveries.keySet(), connection::equals, atMost)
            + some(state.scopes.keySet(), connection::equals, atMost)
            + some(state.pauses.keySet(), connection::equals, atMost)
            + some(state.lookups.keySet(), key -> key.connection().equals(connection), atMost));
  }

  private long someTickets(State state, ConnectionId connection, int atMost) {
    var tickets = state.tickets.keySet();
    var gone = some(tickets, key -> key.connection().equals(connection), atMost);
    if (gone > 0 && tickets.stream().noneMatch(key -> key.connection().equals(connection))) {
      memory.changed(connection, ChangeNotices.Listener::missed);
    }
    return gone;
  }

  private static <K> long some(Collection<K> keys, Predicate<K> wanted, int atMost) {
    var gone = new ArrayList<>(keys).stream().filter(wanted).limit(atMost).toList();
    keys.removeAll(gone);
    return gone.size();
  }

  @Override
  public void forget(ConnectionId connection) {
    memory.with(state -> {
      var account = state.accounts.get(connection);
      return account != null
          && account.connection().isDeleting()
          && state.accounts.remove(connection, account);
    });
  }

  static boolean isForgotten(Secret secret) {
    return secret.equals(State.FORGOTTEN);
  }
}

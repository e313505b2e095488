package ai.superit.halo.application.testing;

import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.Optional;
import java.util.function.Predicate;

/// What one caller sees of the state.
record Sight(State state, Visibility visibility) {
  boolean connection(ConnectionId id) {
    var account = state.accounts.get(id);
    return account != null
        && visibility instanceof Visibility.Managed(var teams)
        && teams.contains(account.connection().managerTeam());
  }

  boolean ticket(Key<TicketId> key) {
    var row = state.tickets.get(key);
    if (row == null || row.deleted()) {
      return false;
    }
    var beside = state.besideTickets.get(key);
    return switch (visibility) {
      case Visibility.Managed _ -> connection(key.connection());
      case Visibility.Member(var teams, _) ->
          beside != null && beside.route().team().filter(teams::contains).isPresent();
    };
  }

  /// The client itself and what belongs to it, but for its assets.
  boolean client(Key<ClientId> key) {
    return reaches(key, _ -> true);
  }

  boolean assetsOf(Key<ClientId> client) {
    return reaches(client, ClientLink::assets);
  }

  /// Contacts without a client are for managers only.
  boolean contactOf(ConnectionId connection, Optional<ClientId> client) {
    return client
        .map(id -> client(new Key<>(connection, id)))
        .orElseGet(() -> connection(connection));
  }

  private boolean reaches(Key<ClientId> client, Predicate<ClientLink> which) {
    return switch (visibility) {
      case Visibility.Managed _ -> connection(client.connection());
      case Visibility.Member(var teams, _) -> {
        var link = state.links.get(client);
        yield link != null && link.active() && teams.contains(link.team()) && which.test(link);
      }
    };
  }
}

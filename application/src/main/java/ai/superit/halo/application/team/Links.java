package ai.superit.halo.application.team;

import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.RoutingTable;
import ai.superit.halo.domain.team.TeamId;
import java.util.Optional;

/// Which client is linked to which team, and the default team of each connection.
public interface Links {
  /// Stores the link of its client, in place of the one before.
  void put(ConnectionId connection, ClientLink link);

  /// False if the client had no link.
  boolean remove(ConnectionId connection, ClientId client);

  void setDefaultTeam(ConnectionId connection, Optional<TeamId> team);

  Optional<ClientLink> find(ConnectionId connection, ClientId client);

  /// What decides the routes of the connection's tickets right now. Within a transaction the answer
  /// holds until its end: a change of links waits for it, so that no ticket is stored with a route
  /// that was decided by links which are already gone. While a change is under way, the transaction
  /// is undone and begins again after it.
  ///
  /// @throws ai.superit.halo.application.StoreUnavailable if the change takes too long to wait for
  RoutingTable routing(ConnectionId connection);

  /// Makes changes of this connection's links wait for each other, and for all transactions that
  /// have read [#routing]; to be called first in the transaction that changes them.
  void lockForChange(ConnectionId connection);
}

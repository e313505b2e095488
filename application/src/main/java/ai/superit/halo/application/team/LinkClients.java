package ai.superit.halo.application.team;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.Problem.Code;
import ai.superit.halo.application.client.ClientReads;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.TeamId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Links clients to teams, takes links away and sets default teams; the tickets follow at once.
public final class LinkClients {
  /// @param clients as many as are to get the same link
  public record Link(
      ConnectionId connection,
      Set<ClientId> clients,
      TeamId team,
      boolean tickets,
      boolean assets,
      boolean active) {
    public Link {
      clients = Set.copyOf(clients);
    }
  }

  public sealed interface Outcome {
    /// @param rerouted how many tickets changed their team or their reason
    record Done(long rerouted) implements Outcome {}

    /// Nothing was changed.
    record Rejected(Problem problem) implements Outcome {}
  }

  private final Connections connections;
  private final ClientReads clients;
  private final Teams teams;
  private final RoutingChanges changes;

  public LinkClients(
      Connections connections, ClientReads clients, Teams teams, RoutingChanges changes) {
    this.connections = connections;
    this.clients = clients;
    this.teams = teams;
    this.changes = changes;
  }

  /// Links all of the clients or none.
  public Outcome link(Caller manager, Link link) {
    var refusal = refusal(manager, link.connection(), link.clients());
    if (refusal.isPresent()) {
      return new Outcome.Rejected(refusal.get());
    }
    if (teams.find(manager.visibility(), link.team()).isEmpty()) {
      return unknownTeam();
    }
    var rerouted =
        changes.change(
            link.connection(),
            link.clients(),
            links ->
                link.clients()
                    .forEach(client ->
                        links.put(
                            link.connection(),
                            new ClientLink(
                                client,
                                link.team(),
                                link.tickets(),
                                link.assets(),
                                link.active()))));
    return new Outcome.Done(rerouted);
  }

  public Outcome unlink(Caller manager, ConnectionId connection, Set<ClientId> unlinked) {
    var refusal = refusal(manager, connection, unlinked);
    if (refusal.isPresent()) {
      return new Outcome.Rejected(refusal.get());
    }
    return new Outcome.Done(
        changes.change(
            connection,
            unlinked,
            links -> unlinked.forEach(client -> links.remove(connection, client))));
  }

  /// Without a team, tickets of clients that have no link stay unrouted.
  public Outcome setDefaultTeam(Caller manager, ConnectionId connection, Optional<TeamId> team) {
    if (connections.findLiving(manager.visibility(), connection).isEmpty()) {
      return unknownConnection();
    }
    if (team.isPresent() && teams.find(manager.visibility(), team.get()).isEmpty()) {
      return unknownTeam();
    }
    return new Outcome.Done(
        changes.change(connection, Set.of(), links -> links.setDefaultTeam(connection, team)));
  }

  private Optional<Problem> refusal(Caller manager, ConnectionId connection, Set<ClientId> wanted) {
    if (connections.findLiving(manager.visibility(), connection).isEmpty()) {
      return Optional.of(
          new Problem("connectionId", Code.NOT_FOUND, "is not one of your connections"));
    }
    var keys = wanted.stream().map(id -> new Key<>(connection, id)).collect(Collectors.toSet());
    if (keys.isEmpty()) {
      return Optional.of(new Problem("clientIds", Code.INVALID, "is empty: name at least one"));
    }
    var known = clients.clientsByKey(manager.visibility(), keys).keySet();
    return keys.stream()
        .filter(key -> !known.contains(key))
        .findFirst()
        .map(key ->
            new Problem(
                "clientIds",
                Code.NOT_FOUND,
                "holds client " + key.id() + ", which this connection does not have"));
  }

  private static Outcome unknownConnection() {
    return new Outcome.Rejected(
        new Problem("connectionId", Code.NOT_FOUND, "is not one of your connections"));
  }

  private static Outcome unknownTeam() {
    return new Outcome.Rejected(new Problem("teamId", Code.NOT_FOUND, "is not one of your teams"));
  }
}

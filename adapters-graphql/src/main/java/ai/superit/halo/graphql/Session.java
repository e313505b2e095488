package ai.superit.halo.graphql;

import ai.superit.halo.application.audit.AuditLog;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.Team;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who asks, and what was read for this request so far. Belongs to one request and to the one
/// thread that runs it.
final class Session {
  /// A list below a list takes a call for each of its parents.
  static final int MAX_NESTED_LISTS = 100;

  static final int MAX_NODES = 10_000;

  /// Several times what an answer may hold, because what is read is not always asked for, and of
  /// HTML only a part may be left.
  static final int MAX_TEXT = 16 * 1024 * 1024;

  private final Caller caller;
  private final Visibility visibility;
  private final ProductPorts ports;

  private final Batch<Key<ClientId>, ClientNode> clients;
  private final Batch<Key<SiteId>, SiteNode> sites;
  private final Batch<Key<ContactId>, ContactNode> contacts;
  private final Batch<Key<InvoiceId>, InvoiceNode> invoices;
  private final Batch<Key<TicketId>, TicketNode> tickets;
  private final Batch<Key<AssetId>, AssetNode> assets;
  private final Batch<Key<TicketId>, List<AssetNode>> assetsOfTickets;
  private final Batch<Key<AssetId>, AssetNode.Relatives> relatives;
  private final Batch<ConnectionId, Map<Long, Lookup>> statuses;

  private @Nullable Map<TeamId, Team> teams;
  private @Nullable Map<ConnectionId, Connection> connections;
  private int nestedLists;
  private int nodes;
  private long text;

  Session(Caller caller, ProductPorts ports) {
    this.caller = caller;
    this.visibility = caller.visibility();
    this.ports = ports;
    var reads = ports.reads();
    clients =
        new Batch<>(keys -> ClientNode.all(this, reads.clients().clientsByKey(visibility, keys)));
    sites = new Batch<>(keys -> SiteNode.all(this, reads.clients().sitesByKey(visibility, keys)));
    contacts =
        new Batch<>(keys -> ContactNode.all(this, reads.clients().contactsByKey(visibility, keys)));
    invoices =
        new Batch<>(keys -> InvoiceNode.all(this, reads.clients().invoicesByKey(visibility, keys)));
    tickets = new Batch<>(keys -> ticketNodes(reads.tickets().ticketsByKey(visibility, keys)));
    assets =
        new Batch<>(keys -> AssetNode.byKey(this, reads.assets().assetsByKey(visibility, keys)));
    assetsOfTickets =
        new Batch<>(
            keys -> AssetNode.lists(this, reads.assets().assetsOfTickets(visibility, keys)));
    relatives =
        new Batch<>(
            keys -> AssetNode.relatives(this, reads.assets().relativesOf(visibility, keys)));
    statuses = new Batch<>(this::readStatuses);
  }

  Caller caller() {
    return caller;
  }

  Visibility visibility() {
    return visibility;
  }

  ProductPorts.Reads reads() {
    return ports.reads();
  }

  ProductPorts.Oversight oversight() {
    return ports.oversight();
  }

  ProductPorts.Scheduling scheduling() {
    return ports.scheduling();
  }

  ProductPorts.Notification notification() {
    return ports.notification();
  }

  Instant now() {
    return oversight().receiving().clock().instant();
  }

  AuditLog audit() {
    return ports.audit();
  }

  ProductPorts.UseCases useCases() {
    return ports.useCases();
  }

  Batch<Key<ClientId>, ClientNode> clients() {
    return clients;
  }

  Batch<Key<SiteId>, SiteNode> sites() {
    return sites;
  }

  Batch<Key<ContactId>, ContactNode> contacts() {
    return contacts;
  }

  Batch<Key<InvoiceId>, InvoiceNode> invoices() {
    return invoices;
  }

  Batch<Key<TicketId>, TicketNode> tickets() {
    return tickets;
  }

  Batch<Key<AssetId>, AssetNode> assets() {
    return assets;
  }

  Batch<Key<TicketId>, List<AssetNode>> assetsOfTickets() {
    return assetsOfTickets;
  }

  Batch<Key<AssetId>, AssetNode.Relatives> relatives() {
    return relatives;
  }

  /// By number.
  Batch<ConnectionId, Map<Long, Lookup>> statuses() {
    return statuses;
  }

  /// The team, if the caller may see it.
  @Nullable Team team(TeamId id) {
    if (teams == null) {
      teams =
          oversight().teams().list(visibility).stream()
              .collect(Collectors.toMap(Team::id, Function.identity()));
    }
    return teams.get(id);
  }

  /// The connection as it was at the first call, if the caller may see it.
  @Nullable Connection connection(ConnectionId id) {
    if (connections == null) {
      connections =
          oversight().connections().list(visibility).stream()
              .collect(Collectors.toMap(Connection::id, Function.identity()));
    }
    return connections.get(id);
  }

  /// Counts a list, or another thing that takes a call of its own, that is read for one of many.
  ///
  /// @throws FieldFailure if the request has read too many
  void countNestedList() {
    if (++nestedLists > MAX_NESTED_LISTS) {
      throw FieldFailure.tooMuch(
          "A list below other things, such as the notes of each ticket on a page, is read once for"
              + " each of them, and a request may read at most "
              + MAX_NESTED_LISTS
              + " of those: ask for a smaller page above it, or leave it out and read it by id.");
    }
  }

  /// Counts the nodes of a list whose size the query does not say.
  ///
  /// @throws FieldFailure if the request has asked for too many
  <N> List<N> counted(List<N> list) {
    nodes += list.size();
    if (nodes > MAX_NODES) {
      throw FieldFailure.tooMuch("A request may ask for at most " + MAX_NODES + " nodes.");
    }
    return list;
  }

  /// Counts what texts of any length take of the memory.
  ///
  /// @param length of texts that were read or are to be read next: in characters, but in bytes of
  ///   UTF-8 where only those are known without reading
  /// @throws FieldFailure if the request has read too much
  void countText(long length) {
    text += length;
    if (text > MAX_TEXT) {
      throw FieldFailure.tooMuch(
          "The tickets and notes of a request may have at most "
              + MAX_TEXT
              + " characters together, counting HTML by its bytes: ask for smaller pages, or for the"
              + " HTML of fewer notes.");
    }
  }

  private Map<Key<TicketId>, TicketNode> ticketNodes(Map<Key<TicketId>, TicketView> found) {
    return TicketNode.all(this, List.copyOf(found.values())).stream()
        .collect(Collectors.toMap(TicketNode::key, Function.identity()));
  }

  private Map<ConnectionId, Map<Long, Lookup>> readStatuses(Set<ConnectionId> connections) {
    var found = new HashMap<ConnectionId, Map<Long, Lookup>>();
    for (var connection : connections) {
      found.put(
          connection,
          reads().lookups().list(connection, Lookup.Kind.STATUS).stream()
              .collect(Collectors.toMap(Lookup::id, Function.identity())));
    }
    return found;
  }
}

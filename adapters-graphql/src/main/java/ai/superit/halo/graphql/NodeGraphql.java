package ai.superit.halo.graphql;

import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.team.Team;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.graphql.GlobalId.OfRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Reading anything by its id.
final class NodeGraphql {
  private static final int MAX_IDS = 100;

  private NodeGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .query(
            "node",
            (session, given) -> nodes(session, List.of(given.requiredText("id"))).getFirst())
        .query("nodes", NodeGraphql::nodes);
  }

  /// The name of the GraphQL type of a node.
  static String type(Object node) {
    return switch (node) {
      case RecordNode named -> named.kind().type();
      case Connection _ -> "HaloConnection";
      case Team _ -> "Team";
      case SyncRun _ -> "SyncRun";
      case RejectedRowGraphql.Shown _ -> "RejectedRow";
      default -> throw new IllegalArgumentException("not a node: " + node.getClass());
    };
  }

  private static List<@Nullable Object> nodes(Session session, Arguments given) {
    var ids = given.list("ids").stream().map(String.class::cast).toList();
    if (ids.size() > MAX_IDS) {
      throw FieldFailure.invalid("`ids` has at most " + MAX_IDS + " ids.");
    }
    return nodes(session, ids);
  }

  /// Reads all records of a kind together.
  private static List<@Nullable Object> nodes(Session session, List<String> texts) {
    var ids = texts.stream().map(GlobalId::parse).toList();
    var records =
        ids.stream()
            .flatMap(id -> id.stream())
            .filter(OfRecord.class::isInstance)
            .map(OfRecord.class::cast)
            .toList();
    load(session.clients(), records, GlobalId.Kind.CLIENT, ClientId::new);
    load(session.sites(), records, GlobalId.Kind.SITE, SiteId::new);
    load(session.contacts(), records, GlobalId.Kind.CONTACT, ContactId::new);
    load(session.invoices(), records, GlobalId.Kind.INVOICE, InvoiceId::new);
    load(session.assets(), records, GlobalId.Kind.ASSET, AssetId::new);
    load(session.tickets(), records, GlobalId.Kind.TICKET, TicketId::new);
    var nodes = new ArrayList<@Nullable Object>();
    ids.forEach(id -> nodes.add(id.map(known -> node(session, known)).orElse(null)));
    return nodes;
  }

  private static <I> void load(
      Batch<Key<I>, ?> batch, List<OfRecord> ids, GlobalId.Kind kind, LongFunction<I> id) {
    var keys = new HashSet<Key<I>>();
    for (var record : ids) {
      if (record.kind() == kind) {
        keys.add(new Key<>(record.connection(), id.apply(record.number())));
      }
    }
    batch.load(keys);
  }

  private static @Nullable Object node(Session session, GlobalId id) {
    return switch (id) {
      case GlobalId.OfConnection(var connection) -> session.connection(connection);
      case GlobalId.OfTeam(var team) -> session.team(team);
      case GlobalId.OfRun run -> SyncGraphql.find(session, run).orElse(null);
      case GlobalId.OfRejectedRow row -> RejectedRowGraphql.find(session, row).orElse(null);
      case OfRecord(var kind, var connection, var number) ->
          switch (kind) {
            case CLIENT -> session.clients().get(new Key<>(connection, new ClientId(number)));
            case SITE -> session.sites().get(new Key<>(connection, new SiteId(number)));
            case CONTACT -> session.contacts().get(new Key<>(connection, new ContactId(number)));
            case INVOICE -> session.invoices().get(new Key<>(connection, new InvoiceId(number)));
            case ASSET -> session.assets().get(new Key<>(connection, new AssetId(number)));
            case TICKET -> session.tickets().get(new Key<>(connection, new TicketId(number)));
          };
    };
  }
}

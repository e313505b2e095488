package ai.superit.halo.graphql;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.InvoiceId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

record InvoiceNode(Mirrored<Invoice> mirrored, Siblings<InvoiceNode> siblings)
    implements RecordNode {
  static List<InvoiceNode> all(Session session, List<Mirrored<Invoice>> rows) {
    return Siblings.of(session, rows, InvoiceNode::new);
  }

  static Map<Key<InvoiceId>, InvoiceNode> all(
      Session session, Map<Key<InvoiceId>, Mirrored<Invoice>> found) {
    return all(session, List.copyOf(found.values())).stream()
        .collect(
            Collectors.toMap(
                node -> new Key<>(node.connection(), node.invoice().id()), Function.identity()));
  }

  static void wire(Wiring wiring) {
    RecordNode.wire(wiring, "Invoice", InvoiceNode.class)
        .read("reference", node -> node.invoice().reference())
        .read("state", node -> node.invoice().progress().state())
        .read("total", node -> node.invoice().amounts().total())
        .read("outstanding", node -> node.invoice().amounts().outstanding())
        .read("currency", node -> node.invoice().amounts().currency())
        .read("datedAt", node -> node.invoice().progress().datedAt())
        .read("dueAt", node -> node.invoice().progress().dueAt())
        .read("paidAt", node -> node.invoice().progress().paidAt())
        .read("client", InvoiceNode::client);
    ConnectionPage.wire(wiring, "Invoice", false);
  }

  static ConnectionPage<InvoiceNode, Long> ofClient(ClientNode client, Arguments arguments) {
    var session = client.session();
    session.countNestedList();
    var shape =
        new ConnectionPage.Shape<InvoiceNode, Long>(
            new Cursors<>(session.visibility(), () -> "invoices " + client.key(), Positions.NUMBER),
            InvoiceNode::number,
            () -> 0);
    var page = arguments.page(shape.cursors());
    var slice = session.reads().clients().invoices(session.visibility(), client.key(), page);
    return ConnectionPage.of(shape, page, slice, rows -> all(session, rows));
  }

  @Override
  public GlobalId.Kind kind() {
    return GlobalId.Kind.INVOICE;
  }

  @Override
  public long number() {
    return invoice().id().value();
  }

  @Override
  public Stamp changed() {
    return invoice().updatedAt();
  }

  Invoice invoice() {
    return mirrored.value();
  }

  private @Nullable ClientNode client() {
    return siblings.refer(siblings.session().clients(), clientKey(), InvoiceNode::clientKey);
  }

  private @Nullable Key<ClientId> clientKey() {
    return invoice().client().map(client -> new Key<>(connection(), client)).orElse(null);
  }
}

package ai.superit.halo.graphql;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.asset.AssetReads;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Assets.
final class AssetGraphql {
  private AssetGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .query("assets", AssetGraphql::assets)
        .query(
            "asset",
            (session, arguments) -> key(arguments.requiredText("id")).map(session.assets()::get));
    RecordNode.wire(wiring, "Asset", AssetNode.class)
        .read("tag", node -> node.asset().tag())
        .read("name", node -> node.asset().kind().name())
        .read("typeName", node -> node.asset().kind().typeName())
        .read("fields", node -> List.copyOf(node.asset().kind().fields().values().entrySet()))
        .read("fieldsState", AssetGraphql::fieldsState)
        .read("fieldsReadAt", node -> node.mirrored().pageReadAt())
        .read("active", node -> node.asset().active())
        .read("status", node -> node.asset().state().status())
        .read("client", AssetNode::client)
        .read("site", AssetNode::site)
        .read("userName", node -> node.asset().owner().userName())
        .read("parents", AssetNode::parents)
        .read("children", AssetNode::children)
        .fetch("tickets", TicketLists::ofAsset);
    wiring
        .type("AssetField", Map.Entry.class)
        .read("label", field -> field.getKey())
        .read("value", field -> field.getValue());
    ConnectionPage.wire(wiring, "Asset", true);
  }

  private static String fieldsState(AssetNode node) {
    return switch (node.asset().kind().fields()) {
      case Asset.Fields.Unread _ -> "UNREAD";
      case Asset.Fields.Read _ when node.isPageFresh(node.session().now()) -> "READ";
      case Asset.Fields.Stale _, Asset.Fields.Read _ -> "STALE";
    };
  }

  static Optional<Key<AssetId>> key(String id) {
    return GlobalId.record(GlobalId.Kind.ASSET, id, AssetId::new);
  }

  private static ConnectionPage<AssetNode, Key<AssetId>> assets(
      Session session, Arguments arguments) {
    return page(session, filter(arguments.object("filter")), arguments);
  }

  static ConnectionPage<AssetNode, Key<AssetId>> assetsOfClient(
      ClientNode client, Arguments arguments) {
    client.session().countNestedList();
    var filter =
        new AssetReads.Filter(
            Optional.of(client.connection()),
            Optional.of(client.key()),
            arguments.flag("active"),
            arguments.text("status"));
    return page(client.session(), Optional.of(filter), arguments);
  }

  private static ConnectionPage<AssetNode, Key<AssetId>> page(
      Session session, Optional<AssetReads.Filter> filter, Arguments arguments) {
    var assets = session.reads().assets();
    var shape =
        new ConnectionPage.Shape<>(
            new Cursors<>(session.visibility(), () -> "assets " + filter, Positions.ASSET),
            AssetNode::key,
            () ->
                filter.map(wanted -> assets.countAssets(session.visibility(), wanted)).orElse(0L));
    var page = arguments.page(shape.cursors());
    var slice =
        filter
            .map(wanted -> assets.assets(session.visibility(), wanted, page))
            .orElseGet(() -> new Slice<Mirrored<Asset>>(List.of(), false));
    return ConnectionPage.of(shape, page, slice, rows -> AssetNode.all(session, rows));
  }

  /// Empty if it names something that cannot exist, so that nothing fits.
  private static Optional<AssetReads.Filter> filter(Arguments given) {
    var connection = given.text("connectionId");
    var knownConnection = connection.flatMap(GlobalId::connection);
    var client = given.text("clientId");
    var knownClient = client.flatMap(ClientGraphql::key);
    if (connection.isPresent() != knownConnection.isPresent()
        || client.isPresent() != knownClient.isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new AssetReads.Filter(
            knownConnection, knownClient, given.flag("active"), given.text("status")));
  }
}

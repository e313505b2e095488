package ai.superit.halo.halo;

import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.Asset.Fields;
import ai.superit.halo.domain.asset.Asset.Links;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.SiteId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An asset ("device") as Halo writes it.
record AssetRow(Row row) {
  private static final Set<String> RELATIONS = Set.of("parent_id", "parent_assets", "child_assets");

  /// Newer versions show relations in lists when asked to; without them nothing is known. The same
  /// goes for fields, which lists show only where they are about one type of asset.
  Asset listed() {
    return asset(
        RELATIONS.stream().anyMatch(row::has) ? links() : new Links.Unread(),
        row.has("fields") && row.has("customfields") ? fields() : new Fields.Unread(),
        status());
  }

  /// Halo leaves out what is empty, so an asset's own page without relations or fields has none.
  Asset detailed() {
    var status = status();
    return asset(
        links(),
        fields(),
        row.reference("status_id").isPresent() ? status : Optional.of(status.orElse("")));
  }

  private Asset asset(Links links, Fields fields, Optional<String> status) {
    return new Asset(
        new AssetId(row.id()),
        new Asset.Owner(
            new ClientId(row.number("client_id")),
            row.reference("site_id").map(SiteId::new),
            row.text("username")),
        kind(fields),
        row.text("inventory_number"),
        new Asset.State(!row.flag("inactive"), status),
        links,
        row.stamp("dlastupdate", "last_update", "lastupdate", "last_modified"));
  }

  /// Its name; a list may leave that out although there is one.
  private Optional<String> status() {
    return Optional.of(row.text("status_name")).filter(name -> !name.isEmpty());
  }

  private Asset.Kind kind(Fields fields) {
    return new Asset.Kind(
        row.reference("assettype_id").orElse(0L),
        row.text("assettype_name"),
        row.text("key_field"),
        fields);
  }

  private Fields fields() {
    var fields = new LinkedHashMap<String, String>();
    row.rows("fields").forEach(field -> add(fields, field.text("name"), field));
    row.rows("customfields").forEach(field -> add(fields, field.text("label", "name"), field));
    return new Fields.Read(fields);
  }

  /// What a field of the type and a custom one of the same label say is told once. The value of a
  /// custom field may be any JSON: tables and the like are left out.
  private static void add(Map<String, String> fields, String label, Row field) {
    var value = field.plainText("display", "value");
    if (!label.isEmpty() && !value.isEmpty()) {
      fields.putIfAbsent(label, value);
    }
  }

  private Links links() {
    var parents = Stream.concat(row.reference("parent_id").stream(), ids("parent_assets"));
    return new Links.Read(assets(parents), assets(ids("child_assets")));
  }

  private Stream<Long> ids(String name) {
    return row.rows(name).stream().map(Row::id);
  }

  private static Set<AssetId> assets(Stream<Long> ids) {
    return ids.map(AssetId::new).collect(Collectors.toSet());
  }
}

package ai.superit.halo.simulator;

/// Writes assets; the relations appear where the original shows them.
final class AssetJson {
  private final Tenant tenant;

  AssetJson(Tenant tenant) {
    this.tenant = tenant;
  }

  void base(JsonOut out, Asset asset) {
    out.number("id", asset.id);
    out.text("inventory_number", asset.tag);
    out.text("key_field", asset.tag);
    out.text("key_field2", asset.serial);
    out.text("key_field3", asset.model);
    out.number("assettype_id", asset.kind.id());
    out.text("assettype_name", asset.kind.label());
    out.text("assetgroup_name", asset.kind.group());
    out.number("client_id", asset.client);
    tenant.clients.find(asset.client).ifPresent(client -> out.text("client_name", client.name));
    out.number("site_id", asset.site);
    tenant.sites.find(asset.site).ifPresent(site -> out.text("site_name", site.name));
    tenant.contacts.find(asset.contact).ifPresent(contact -> out.text("username", contact.name()));
    out.flag("inactive", asset.inactive);
    out.number("status_id", asset.status);
    out.text(
        "status_name", asset.status == 1 ? "Active" : asset.status == 3 ? "Retired" : "In Stock");
    out.number("contract_id", -1);
    out.number("sla_id", -1);
    out.number("criticality", 0);
    out.number("business_owner_id", -99);
    out.date("warranty_end", asset.warrantyEnd);
    out.date("last_update", asset.updated);
    out.date("dlastupdate", asset.updated);
    out.text("notes", asset.notes);
    out.number("device_number", asset.id);
    out.text("use", "asset");
    out.number("key", asset.id);
  }

  void row(JsonOut out, Asset asset, Params params) {
    base(out, asset);
    if (params.flag("includeuser")) {
      users(out, asset);
    }
    if (params.flag("includeassetfields") && params.has("assettype_id")) {
      fields(out, asset);
    }
    if (params.flag("includechildren")) {
      out.number("parent_id", asset.parent);
      children(out, asset);
    }
    out.all(asset.extra);
  }

  void whole(JsonOut out, Asset asset) {
    base(out, asset);
    users(out, asset);
    fields(out, asset);
    out.number("parent_id", asset.parent);
    out.array(
        "parent_assets", () -> tenant.assets.find(asset.parent).ifPresent(a -> reference(out, a)));
    children(out, asset);
    out.date("datecreated", asset.created);
    if (!asset.extra.containsKey("customfields")) {
      out.empty("customfields");
    }
    out.all(asset.extra);
  }

  private void children(JsonOut out, Asset asset) {
    out.array(
        "child_assets", () -> tenant.children(asset.id).forEach(child -> reference(out, child)));
  }

  private static void reference(JsonOut out, Asset asset) {
    out.object(() -> {
      out.number("id", asset.id);
      out.text("inventory_number", asset.tag);
      out.text("key_field", asset.tag);
      out.number("assettype_id", asset.kind.id());
      out.text("assettype_name", asset.kind.label());
      out.number("relationship_id", 1);
    });
  }

  private void users(JsonOut out, Asset asset) {
    out.array(
        "users",
        () ->
            tenant
                .contacts
                .find(asset.contact)
                .ifPresent(contact -> out.object(() -> user(out, contact))));
  }

  private static void user(JsonOut out, Contact contact) {
    out.number("id", contact.id);
    out.text("name", contact.name());
    out.text("emailaddress", contact.email);
  }

  private static void fields(JsonOut out, Asset asset) {
    out.array(
        "fields",
        () -> {
          field(out, AssetKind.MODEL_FIELD, "Model", asset.model);
          field(out, AssetKind.SERIAL_FIELD, "Serial Number", asset.serial);
        });
  }

  private static void field(JsonOut out, int id, String name, String value) {
    out.object(() -> {
      out.number("id", id);
      out.text("name", name);
      out.text("value", value);
      out.text("display", value);
      out.flag("mandatory", false);
      out.text("validate", "");
      out.number("lookup", 0);
    });
  }
}

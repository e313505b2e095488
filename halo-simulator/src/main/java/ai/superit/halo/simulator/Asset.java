package ai.superit.halo.simulator;

import org.jspecify.annotations.Nullable;

/// A device.
final class Asset extends Row {
  String tag = "";
  AssetKind kind = AssetKind.WORKSTATION;
  int client;
  int site;
  int contact;
  int parent;
  int status = 1;
  String model = "";
  String serial = "";
  long warrantyEnd = Dates.SENTINEL_1900;
  @Nullable String notes;

  @Override
  void apply(Patch patch) {
    tag = patch.text("inventory_number", tag);
    kind = AssetKind.of(patch.integer("assettype_id", kind.id()));
    client = patch.decimalId("client_id", client);
    site = patch.decimalId("site_id", site);
    contact = patch.integer("user_id", contact);
    parent = patch.integer("parent_id", parent);
    status = patch.integer("status_id", status);
    model = patch.text("key_field3", model);
    serial = patch.text("key_field2", serial);
    warrantyEnd = patch.date("warranty_end", warrantyEnd);
    inactive = patch.flag("inactive", inactive);
    notes = patch.optional("notes", notes);
    fields(patch);
    extra = patch.rest(extra);
  }

  private void fields(Patch patch) {
    var fields = patch.take("fields");
    if (fields != null) {
      for (var field : fields) {
        var value = field.path("value").asString("");
        switch (field.path("id").asInt(0)) {
          case AssetKind.MODEL_FIELD -> model = value;
          case AssetKind.SERIAL_FIELD -> serial = value;
          default -> {}
        }
      }
    }
  }
}

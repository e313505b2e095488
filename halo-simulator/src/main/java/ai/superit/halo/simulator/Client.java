package ai.superit.halo.simulator;

import org.jspecify.annotations.Nullable;

/// A customer, which the original calls an area.
final class Client extends Row {
  String name = "";
  int mainSite;
  int mainContact;
  int accountManager = 1;
  boolean vip;
  @Nullable String ref;
  @Nullable String notes;
  String domain = "";

  @Override
  void apply(Patch patch) {
    name = patch.text("name", name);
    inactive = patch.flag("inactive", inactive);
    mainSite = patch.integer("main_site_id", mainSite);
    mainContact = patch.integer("main_contact_id", mainContact);
    accountManager = patch.integer("accountmanagertech", accountManager);
    vip = patch.flag("is_vip", vip);
    ref = patch.optional("ref", ref);
    notes = patch.optional("notes", notes);
    extra = patch.rest(extra);
  }
}

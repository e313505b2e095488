package ai.superit.halo.simulator;

import org.jspecify.annotations.Nullable;

/// A person at a client, which the original calls a user.
final class Contact extends Row {
  String first = "";
  String last = "";
  String email = "";
  String phone = "";
  String mobile = "";
  String title = "";
  int site;
  int client;
  boolean important;
  boolean service;
  @Nullable String notes;

  String name() {
    return last.isEmpty() ? first : first + " " + last;
  }

  @Override
  void apply(Patch patch) {
    if (patch.has("name") && !patch.has("firstname")) {
      var name = patch.text("name", "").trim();
      var space = name.indexOf(' ');
      first = space < 0 ? name : name.substring(0, space);
      last = space < 0 ? "" : name.substring(space + 1).trim();
    }
    patch.take("name");
    first = patch.text("firstname", first);
    last = patch.text("surname", last);
    email = patch.text("emailaddress", email);
    phone = patch.text("phonenumber", phone);
    mobile = patch.text("mobilenumber", mobile);
    title = patch.text("title", title);
    site = patch.decimalId("site_id", site);
    site = patch.decimalId("site_id_int", site);
    client = patch.integer("client_id", client);
    inactive = patch.flag("inactive", inactive);
    important = patch.flag("isimportantcontact", important);
    service = patch.flag("isserviceaccount", service);
    notes = patch.optional("notes", notes);
    extra = patch.rest(extra);
  }
}

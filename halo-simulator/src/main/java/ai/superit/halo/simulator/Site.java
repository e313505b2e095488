package ai.superit.halo.simulator;

import org.jspecify.annotations.Nullable;

/// A place of a client.
final class Site extends Row {
  String name = "";
  int client;
  int mainContact;
  String phone = "";
  String street = "";
  String city = "";
  String postcode = "";
  @Nullable String notes;

  @Override
  void apply(Patch patch) {
    name = patch.text("name", name);
    inactive = patch.flag("inactive", inactive);
    client = patch.decimalId("client_id", client);
    mainContact = patch.integer("maincontact_id", mainContact);
    phone = patch.text("phonenumber", phone);
    street = patch.text("delivery_address_line1", street);
    city = patch.text("delivery_address_line3", city);
    postcode = patch.text("delivery_address_line5", postcode);
    notes = patch.optional("notes", notes);
    extra = patch.rest(extra);
  }
}

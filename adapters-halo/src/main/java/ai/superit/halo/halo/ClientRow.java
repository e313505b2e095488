package ai.superit.halo.halo;

import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.Client.MainContact;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.SiteId;

/// A client ("area") as Halo writes it.
record ClientRow(Row row) {
  /// Lists are not known to say who the main contact is; where one names a contact it is taken, but
  /// a 0 may stand for what was not filled in.
  Client listed() {
    var contact = mainContact();
    return client(contact.id().isPresent() ? contact : new MainContact.Unread());
  }

  /// Halo leaves out what is empty, so a client's own page without a main contact has none.
  Client detailed() {
    return client(mainContact());
  }

  private MainContact mainContact() {
    return new MainContact.Read(row.reference("main_contact_id").map(ContactId::new));
  }

  private Client client(MainContact contact) {
    return new Client(
        new ClientId(row.id()),
        row.text("name"),
        !row.flag("inactive"),
        row.reference("main_site_id").map(SiteId::new),
        contact,
        row.stamp("last_update", "lastupdate", "last_modified"));
  }
}

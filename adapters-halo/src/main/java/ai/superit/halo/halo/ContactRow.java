package ai.superit.halo.halo;

import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.SiteId;

/// A contact ("user") as Halo writes it.
record ContactRow(Row row) {
  Contact toDomain() {
    return new Contact(
        new ContactId(row.id()),
        row.reference("client_id").map(ClientId::new),
        row.reference("site_id", "site_id_int").map(SiteId::new),
        person(),
        !row.flag("inactive"),
        row.stamp("last_update", "lastupdate", "last_modified"));
  }

  private Contact.Person person() {
    return new Contact.Person(
        name(),
        row.text("emailaddress"),
        row.text("phonenumber", "mobilenumber"),
        row.text("jobtitle", "title"));
  }

  private String name() {
    var name = row.text("name");
    return name.isEmpty() ? (row.text("firstname") + " " + row.text("surname")).strip() : name;
  }
}

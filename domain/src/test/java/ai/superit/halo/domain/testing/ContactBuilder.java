package ai.superit.halo.domain.testing;

import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.SiteId;
import java.util.Optional;

/// Builds contacts; of client 1 and of no site unless told otherwise.
public final class ContactBuilder {
  private final Contact contact;

  private ContactBuilder(Contact contact) {
    this.contact = contact;
  }

  public static ContactBuilder aContact(long id) {
    return new ContactBuilder(
        new Contact(
            new ContactId(id),
            Optional.of(new ClientId(1)),
            Optional.empty(),
            new Contact.Person("contact " + id, "c" + id + "@acme.example", "", ""),
            true,
            Moments.changedAt(0)));
  }

  public ContactBuilder of(long client) {
    return belonging(Optional.of(new ClientId(client)), contact.site());
  }

  public ContactBuilder ofNobody() {
    return belonging(Optional.empty(), Optional.empty());
  }

  public ContactBuilder at(long site) {
    return belonging(contact.client(), Optional.of(new SiteId(site)));
  }

  public ContactBuilder named(String name) {
    var person = contact.person();
    return new ContactBuilder(
        new Contact(
            contact.id(),
            contact.client(),
            contact.site(),
            new Contact.Person(name, person.email(), person.phone(), person.jobTitle()),
            contact.active(),
            contact.updatedAt()));
  }

  public ContactBuilder inactive() {
    return new ContactBuilder(
        new Contact(
            contact.id(),
            contact.client(),
            contact.site(),
            contact.person(),
            false,
            contact.updatedAt()));
  }

  /// Changed so many minutes after noon.
  public ContactBuilder changed(long minute) {
    return new ContactBuilder(
        new Contact(
            contact.id(),
            contact.client(),
            contact.site(),
            contact.person(),
            contact.active(),
            Moments.changedAt(minute)));
  }

  public Contact build() {
    return contact;
  }

  private ContactBuilder belonging(Optional<ClientId> client, Optional<SiteId> site) {
    return new ContactBuilder(
        new Contact(
            contact.id(), client, site, contact.person(), contact.active(), contact.updatedAt()));
  }
}

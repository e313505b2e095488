package ai.superit.halo.application.testing;

import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.ticket.Attachment;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.Ticket;
import java.util.LinkedHashMap;

/// Replaces what a database cannot hold in a text: NUL, and halves of characters.
final class StorableText {
  private static final char REPLACEMENT = '\ufffd';

  private StorableText() {}

  static String of(String text) {
    var storable = new StringBuilder(text.length());
    text.codePoints().forEach(c -> storable.appendCodePoint(isStorable(c) ? c : REPLACEMENT));
    return storable.toString();
  }

  private static boolean isStorable(int codePoint) {
    return codePoint != 0 && (codePoint < 0xd800 || codePoint > 0xdfff);
  }

  static Lookup of(Lookup row) {
    return new Lookup(row.kind(), row.id(), of(row.name()), row.closing());
  }

  static Client of(Client client) {
    return new Client(
        client.id(),
        of(client.name()),
        client.active(),
        client.mainSite(),
        client.mainContact(),
        client.updatedAt());
  }

  static Site of(Site site) {
    return new Site(
        site.id(),
        site.client(),
        of(site.name()),
        site.active(),
        of(site.phone()),
        site.updatedAt());
  }

  static Contact of(Contact contact) {
    var person = contact.person();
    return new Contact(
        contact.id(),
        contact.client(),
        contact.site(),
        new Contact.Person(
            of(person.name()), of(person.email()), of(person.phone()), of(person.jobTitle())),
        contact.active(),
        contact.updatedAt());
  }

  static Invoice of(Invoice invoice) {
    var amounts = invoice.amounts();
    return new Invoice(
        invoice.id(),
        invoice.client(),
        of(invoice.reference()),
        new Invoice.Amounts(amounts.total(), amounts.outstanding(), of(amounts.currency())),
        invoice.progress(),
        invoice.updatedAt());
  }

  static Asset of(Asset asset) {
    var owner = asset.owner();
    var kind = asset.kind();
    return new Asset(
        asset.id(),
        new Asset.Owner(owner.client(), owner.site(), of(owner.userName())),
        new Asset.Kind(kind.typeId(), of(kind.typeName()), of(kind.name()), of(kind.fields())),
        of(asset.tag()),
        new Asset.State(asset.active(), asset.state().status().map(StorableText::of)),
        asset.links(),
        asset.updatedAt());
  }

  private static Asset.Fields of(Asset.Fields fields) {
    return switch (fields) {
      case Asset.Fields.Unread unread -> unread;
      case Asset.Fields.Stale _ -> new Asset.Fields.Unread();
      case Asset.Fields.Read(var values) -> {
        var storable = new LinkedHashMap<String, String>();
        values.forEach((label, value) -> storable.put(of(label), of(value)));
        yield new Asset.Fields.Read(storable);
      }
    };
  }

  static Ticket of(Ticket ticket) {
    var text = ticket.text();
    var parties = ticket.parties();
    return new Ticket(
        ticket.id(),
        new Ticket.Text(of(text.summary()), of(text.details()), of(text.category())),
        new Ticket.Parties(
            parties.client(),
            parties.site(),
            parties.contact(),
            parties.agent(),
            of(parties.haloTeam())),
        ticket.state(),
        ticket.times(),
        ticket.assets());
  }

  static Attachment of(Attachment attachment) {
    var file = attachment.file();
    return new Attachment(
        attachment.id(),
        attachment.ticket(),
        attachment.note(),
        new Attachment.File(of(file.name()), file.size(), of(file.contentType())),
        attachment.hidden(),
        attachment.addedAt());
  }

  static Note of(Note note) {
    var author = note.author();
    return new Note(
        note.id(),
        note.ticket(),
        new Note.Author(of(author.name()), author.side(), of(author.kind())),
        of(note.text()),
        note.privateNote(),
        note.times(),
        note.html() instanceof Note.Html.Read(var source)
            ? new Note.Html.Read(of(source))
            : note.html());
  }
}

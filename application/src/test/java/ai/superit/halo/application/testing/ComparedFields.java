package ai.superit.halo.application.testing;

import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.ticket.Ticket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is compared of each record, by the name under which a difference is told.
final class ComparedFields {
  private final Map<String, Object> values = new LinkedHashMap<>();

  private ComparedFields() {}

  static Map<String, Object> of(Client row) {
    var fields =
        new ComparedFields()
            .with("name", StorableText.of(row.name()))
            .with("active", row.active())
            .with("mainSiteId", row.mainSite());
    if (row.mainContact() instanceof Client.MainContact.Read(var contact)) {
      fields.with("mainContactId", contact);
    }
    return fields.with("updatedAt", row.updatedAt()).values;
  }

  static Map<String, Object> of(Site row) {
    return new ComparedFields()
        .with("clientId", row.client())
        .with("name", StorableText.of(row.name()))
        .with("active", row.active())
        .with("phone", StorableText.of(row.phone()))
        .with("updatedAt", row.updatedAt())
        .values;
  }

  static Map<String, Object> of(Contact row) {
    return new ComparedFields()
        .with("clientId", row.client())
        .with("siteId", row.site())
        .with("name", StorableText.of(row.person().name()))
        .with("email", StorableText.of(row.person().email()))
        .with("phone", StorableText.of(row.person().phone()))
        .with("jobTitle", StorableText.of(row.person().jobTitle()))
        .with("active", row.active())
        .with("updatedAt", row.updatedAt())
        .values;
  }

  static Map<String, Object> of(Invoice row) {
    return new ComparedFields()
        .with("clientId", row.client())
        .with("reference", StorableText.of(row.reference()))
        .with("total", row.amounts().total())
        .with("outstanding", row.amounts().outstanding())
        .with("currency", StorableText.of(row.amounts().currency()))
        .with("state", row.progress().state())
        .with("datedAt", row.progress().datedAt())
        .with("dueAt", row.progress().dueAt())
        .with("paidAt", row.progress().paidAt())
        .with("updatedAt", row.updatedAt())
        .values;
  }

  static Map<String, Object> of(Asset row) {
    var fields =
        new ComparedFields()
            .with("clientId", row.owner().client())
            .with("siteId", row.owner().site())
            .with("userName", StorableText.of(row.owner().userName()))
            .with("typeId", row.kind().typeId())
            .with("typeName", StorableText.of(row.kind().typeName()))
            .with("name", StorableText.of(row.kind().name()));
    if (row.kind().fields() instanceof Asset.Fields.Read(var values)) {
      fields.with("fields", List.copyOf(values.entrySet()));
    }
    fields.with("tag", StorableText.of(row.tag())).with("active", row.active());
    row.state().status().ifPresent(status -> fields.with("status", StorableText.of(status)));
    if (row.links() instanceof Asset.Links.Read(var parents, var children)) {
      fields.with("parentIds", parents).with("childIds", children);
    }
    return fields.with("updatedAt", row.updatedAt()).values;
  }

  static Map<String, Object> of(Ticket row) {
    return new ComparedFields()
        .with("summary", StorableText.of(row.text().summary()))
        .with("details", StorableText.of(row.text().details()))
        .with("category", StorableText.of(row.text().category()))
        .with("openedAt", row.times().openedAt())
        .with("closedAt", row.times().closedAt())
        .with("lastActionAt", row.times().lastActionAt())
        .with("clientId", row.parties().client())
        .with("siteId", row.parties().site())
        .with("contactId", row.parties().contact())
        .with("agentId", row.parties().agent())
        .with("haloTeam", StorableText.of(row.parties().haloTeam()))
        .with("statusId", row.state().status())
        .with("priorityId", row.state().priority())
        .with("typeId", row.state().type())
        .with("parentId", row.state().parent())
        .with("closed", row.state().closed())
        .with("updatedAt", row.updatedAt())
        .values;
  }

  private ComparedFields with(String name, Object value) {
    values.put(name, value);
    return this;
  }
}

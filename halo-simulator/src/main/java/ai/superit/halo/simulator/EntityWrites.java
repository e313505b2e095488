package ai.superit.halo.simulator;

import java.util.List;
import java.util.function.Supplier;

/// How writes change everything that is not a ticket. Runs under the tenant's lock.
final class EntityWrites {
  private final Tenant tenant;

  EntityWrites(Tenant tenant) {
    this.tenant = tenant;
  }

  Row upsert(Change change, List<Announcement> events) {
    return switch (change.kind()) {
      case CLIENT -> upsert(change, events, tenant.clients, Client::new);
      case SITE -> upsert(change, events, tenant.sites, Site::new);
      case USER -> upsert(change, events, tenant.contacts, Contact::new);
      case ASSET -> upsert(change, events, tenant.assets, Asset::new);
      case ATTACHMENT -> upsert(change, events, tenant.attachments, Attachment::new);
      case INVOICE -> upsert(change, events, tenant.invoices, Invoice::new);
      case TICKET, ACTION -> throw new IllegalArgumentException("Not an entity: " + change.kind());
    };
  }

  Row delete(Change change, List<Announcement> events) {
    refuseReferenced(change);
    return switch (change.kind()) {
      case CLIENT -> delete(change, events, tenant.clients);
      case SITE -> delete(change, events, tenant.sites);
      case USER -> delete(change, events, tenant.contacts);
      case ASSET -> delete(change, events, tenant.assets);
      case ATTACHMENT -> delete(change, events, tenant.attachments);
      case INVOICE -> delete(change, events, tenant.invoices);
      case TICKET, ACTION -> throw new IllegalArgumentException("Not an entity: " + change.kind());
    };
  }

  private <R extends Row> R upsert(
      Change change, List<Announcement> events, Table<R> table, Supplier<R> fresh) {
    var patch = new Patch(change.body(), change.prefix());
    var at = change.at();
    var updates = patch.has("id");
    var row = updates ? Row.copy(found(table, change.id())) : fresh.get();
    if (!updates) {
      row.id = table.nextId();
      row.created = at;
    }
    row.apply(patch);
    check(row, patch);
    row.updated = at;
    table.put(row);
    if (!updates && row instanceof Client client) {
      firstRecords(client, patch, change, events);
    }
    announce(change, updates ? "UPDATED" : "CREATED", row, at, events);
    return row;
  }

  private <R extends Row> R delete(Change change, List<Announcement> events, Table<R> table) {
    var row = found(table, change.id());
    if (tenant.quirks().deletes().deactivates() && change.kind().canBeInactive()) {
      row = Row.copy(row);
      row.inactive = true;
      row.updated = change.at();
      table.put(row);
    } else {
      table.remove(row.id);
    }
    announce(change, "DELETED", row, change.at(), events);
    return row;
  }

  private static <R extends Row> R found(Table<R> table, int id) {
    return table.find(id).orElseThrow(() -> new Refused(Reply.empty(404)));
  }

  private void check(Row row, Patch patch) {
    switch (row) {
      case Client client when client.name.isBlank() ->
          throw patch.wrong("name", "A name must be entered.");
      case Site site -> client(site.client, patch);
      case Contact contact -> contact.client = site(contact.site, patch).client;
      case Asset asset -> asset.client = site(asset.site, patch).client;
      case Attachment attachment -> {
        form(patch);
        tenant.ticket(attachment.ticket);
      }
      case Invoice invoice -> client(invoice.client, patch);
      default -> {}
    }
  }

  private void form(Patch patch) {
    var isUrl = patch.text("data_base64", "").startsWith("data:");
    var fits =
        switch (tenant.quirks().writing().fileForm()) {
          case EITHER -> true;
          case BASE64 -> !isUrl;
          case DATA_URL -> isUrl || !patch.has("data_base64");
        };
    if (!fits) {
      throw patch.wrong("data_base64", "The input is not a valid Base-64 string.");
    }
  }

  private void client(int id, Patch patch) {
    if (tenant.clients.find(id).isEmpty()) {
      throw patch.wrong("client_id", "Unknown client.");
    }
  }

  private Site site(int id, Patch patch) {
    return tenant.sites.find(id).orElseThrow(() -> patch.wrong("site_id", "Unknown site."));
  }

  private void firstRecords(Client client, Patch patch, Change change, List<Announcement> events) {
    var first = tenant.quirks().writing().firstRecords();
    if (first == Quirks.FirstRecords.NONE && !patch.has("newclient_sitename")) {
      return;
    }
    var name = patch.text("newclient_sitename", "Main");
    var body = Json.MAPPER.createObjectNode().put("name", name).put("client_id", client.id);
    var site =
        upsert(
            Change.upsert(Kind.SITE, change.at(), change.agent(), body),
            events,
            tenant.sites,
            Site::new);
    client.mainSite = site.id;
    if (first == Quirks.FirstRecords.SITE_AND_USER) {
      var user = Json.MAPPER.createObjectNode();
      user.put("firstname", "General").put("surname", "User").put("site_id", site.id);
      var _ =
          upsert(
              Change.upsert(Kind.USER, change.at(), change.agent(), user),
              events,
              tenant.contacts,
              Contact::new);
    }
  }

  private static void announce(
      Change change, String what, Row row, long at, List<Announcement> events) {
    if (change.kind() != Kind.ATTACHMENT) {
      var event = Event.valueOf(change.kind() + "_" + what);
      events.add(new Announcement(event, row, null, change.agent(), at));
    }
  }

  private void refuseReferenced(Change change) {
    if (tenant.quirks().deletes().refuseReferenced() && referenced(change.kind(), change.id())) {
      throw new Refused(Reply.message(400, "This record cannot be deleted because it is in use."));
    }
  }

  private boolean referenced(Kind kind, int id) {
    return switch (kind) {
      case CLIENT -> !tenant.sites.where(site -> site.client == id).isEmpty();
      case SITE -> !tenant.contacts.where(contact -> contact.site == id).isEmpty();
      case USER -> !tenant.tickets.where(ticket -> ticket.contact == id).isEmpty();
      case ASSET -> !tenant.assets.where(asset -> asset.parent == id).isEmpty();
      case TICKET, ACTION, ATTACHMENT, INVOICE -> false;
    };
  }
}

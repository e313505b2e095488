package ai.superit.halo.simulator;

/// Writes clients, sites and users.
final class EntityJson {
  private final Tenant tenant;

  EntityJson(Tenant tenant) {
    this.tenant = tenant;
  }

  void client(JsonOut out, Client client, boolean detail) {
    out.number("id", client.id);
    out.text("name", client.name);
    out.number("toplevel_id", 1);
    out.text("toplevel_name", "Customers");
    out.flag("inactive", client.inactive);
    out.number("stopped", 0);
    out.flag("is_vip", client.vip);
    out.text("ref", client.ref);
    out.number("accountmanagertech", client.accountManager);
    out.number("main_site_id", client.mainSite);
    tenant.sites.find(client.mainSite).ifPresent(site -> out.text("main_site_name", site.name));
    stamp(out, client);
    if (detail) {
      mainContact(out, client);
      out.text("notes", client.notes);
      out.date("datecreated", client.created);
    }
    tail(out, client, "client", detail);
  }

  private void mainContact(JsonOut out, Client client) {
    tenant
        .contacts
        .find(client.mainContact)
        .ifPresent(contact -> {
          out.number("main_contact_id", contact.id);
          out.text("main_contact_name", contact.name());
          out.text("main_contact_email", contact.email);
          out.text("main_phonenumber", contact.phone);
        });
  }

  void site(JsonOut out, Site site, boolean address, boolean detail) {
    var client = tenant.clients.find(site.client).map(found -> found.name).orElse("");
    out.number("id", site.id);
    out.text("name", site.name);
    out.decimal("client_id", site.client);
    out.text("client_name", client);
    out.text("clientsite_name", client + "/" + site.name);
    out.flag("inactive", site.inactive);
    out.number("sla_id", 0);
    out.text("phonenumber", site.phone);
    out.text("timezone", "GMT Standard Time");
    out.number("maincontact_id", site.mainContact);
    tenant.contacts.find(site.mainContact).ifPresent(c -> out.text("maincontact_name", c.name()));
    out.flag("isinvoicesite", false);
    stamp(out, site);
    if (address) {
      lines(out, "delivery_address_line", site);
    }
    if (detail) {
      out.object("delivery_address", () -> lines(out, "line", site));
      out.text("notes", site.notes);
      out.date("datecreated", site.created);
    }
    tail(out, site, "site", detail);
  }

  private static void lines(JsonOut out, String prefix, Site site) {
    out.text(prefix + "1", site.street);
    out.text(prefix + "2", "");
    out.text(prefix + "3", site.city);
    out.text(prefix + "4", "");
    out.text(prefix + "5", site.postcode);
  }

  void user(JsonOut out, Contact contact, boolean detail) {
    out.number("id", contact.id);
    out.text("name", contact.name());
    out.text("firstname", contact.first);
    out.text("surname", contact.last);
    out.text("title", contact.title);
    out.text("emailaddress", contact.email);
    out.text("phonenumber", contact.phone);
    out.text("mobilenumber", contact.mobile);
    out.number("telpref", 0);
    out.decimal("site_id", contact.site);
    out.number("site_id_int", contact.site);
    tenant.sites.find(contact.site).ifPresent(site -> out.text("site_name", site.name));
    out.number("client_id", contact.client);
    tenant.clients.find(contact.client).ifPresent(client -> out.text("client_name", client.name));
    out.flag("inactive", contact.inactive);
    out.flag("isserviceaccount", contact.service);
    out.flag("isimportantcontact", contact.important);
    out.flag("neversendemails", false);
    out.number("linked_agent_id", 0);
    stamp(out, contact);
    if (detail) {
      out.text("login", contact.email);
      out.text("notes", contact.notes);
      out.date("datecreated", contact.created);
    }
    tail(out, contact, "user", detail);
  }

  private void stamp(JsonOut out, Row row) {
    if (tenant.quirks().reading().entityStamps()) {
      out.date("last_update", row.updated);
    }
  }

  private static void tail(JsonOut out, Row row, String use, boolean detail) {
    if (detail && !row.extra.containsKey("customfields")) {
      out.empty("customfields");
    }
    out.text("use", use);
    out.number("key", row.id);
    out.all(row.extra);
  }
}

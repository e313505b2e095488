package ai.superit.halo.simulator;

/// Writes tickets in the shapes of list, detail and webhook.
final class TicketJson {
  private final Tenant tenant;
  private final Quirks.Codes codes;

  TicketJson(Tenant tenant) {
    this.tenant = tenant;
    this.codes = tenant.quirks().codes();
  }

  void row(JsonOut out, Ticket ticket, Params params) {
    base(out, ticket);
    if (params.flag("includeagent")) {
      out.text("agent_name", Catalog.agentName(ticket.agent));
    }
    if (params.flag("includestatus")) {
      out.text("status_name", Catalog.statusName(ticket.status));
    }
    if (params.flag("includetickettype")) {
      out.text("tickettype_name", Catalog.typeName(ticket.type));
    }
    if (params.flag("includeassetkeyfield")) {
      assetKey(out, ticket);
    }
    if (ticket.deleted) {
      out.date("deleted_date", ticket.deletedAt);
    }
    out.all(ticket.extra);
  }

  /// What a webhook carries: the whole ticket, with the marks that lists leave out.
  void whole(JsonOut out, Ticket ticket, boolean secondDialect) {
    base(out, ticket);
    detail(out, ticket);
    if (secondDialect) {
      out.date("lastupdate", ticket.updated);
      out.text("category1", tenant.texts.category(ticket));
      out.text("useremail", contactOf(ticket).email);
    }
    if (!ticket.extra.containsKey("customfields")) {
      out.empty("customfields");
    }
    out.all(ticket.extra);
  }

  void byId(JsonOut out, Ticket ticket, Params params) {
    base(out, ticket);
    detail(out, ticket);
    priority(out, ticket);
    out.text(
        "details_html",
        ticket.detailsHtml != null ? ticket.detailsHtml : Texts.html(tenant.texts.details(ticket)));
    out.text("created_by", "");
    if (params.flag("includeagent")) {
      out.text("agent_name", Catalog.agentName(ticket.agent));
    }
    if (params.flag("includedetails")) {
      linked(out, ticket);
    }
    if (!ticket.extra.containsKey("customfields")) {
      out.empty("customfields");
    }
    out.all(ticket.extra);
  }

  private void base(JsonOut out, Ticket ticket) {
    var texts = tenant.texts;
    out.number("id", ticket.id);
    out.date("dateoccurred", ticket.occurred);
    out.text("summary", texts.summary(ticket));
    out.text("details", texts.details(ticket));
    out.number("status_id", ticket.status);
    out.number("tickettype_id", ticket.type);
    out.number("sla_id", ticket.sla);
    out.number("priority_id", ticket.priority);
    places(out, ticket);
    out.text("team", Catalog.teamName(ticket.team));
    out.number("team_id", ticket.team);
    out.number("agent_id", ticket.agent);
    out.text("category_1", texts.category(ticket));
    out.number("impact", ticket.impact);
    out.number("urgency", ticket.urgency);
    flags(out, ticket);
    dates(out, ticket);
    links(out, ticket);
    out.number("source", ticket.source);
    out.text("use", "ticket");
    out.number("key", ticket.id);
  }

  private void places(JsonOut out, Ticket ticket) {
    out.number("client_id", ticket.client);
    tenant.clients.find(ticket.client).ifPresent(client -> out.text("client_name", client.name));
    out.number("site_id", ticket.site);
    tenant.sites.find(ticket.site).ifPresent(site -> out.text("site_name", site.name));
    out.number("user_id", ticket.contact);
    var contact = contactOf(ticket);
    if (contact.id != 0) {
      out.text("user_name", contact.name());
      out.text("user_email", contact.email);
      out.text("reportedby", ticket.reportedBy != null ? ticket.reportedBy : contact.name());
    }
  }

  private Contact contactOf(Ticket ticket) {
    return tenant.contacts.find(ticket.contact).orElseGet(Contact::new);
  }

  private void flags(JsonOut out, Ticket ticket) {
    out.flag("onhold", ticket.status == 23);
    out.flag("flagged", ticket.flagged);
    out.flag("read", true);
    out.flag("inactive", ticket.inactive || (codes.closedIsInactive() && !ticket.open()));
    out.flag("is_vip", ticket.vip);
    out.flag("excludefromsla", false);
    out.flag("reviewed", false);
    out.number("enduserstatus", 0);
  }

  private void dates(JsonOut out, Ticket ticket) {
    out.date("respondbydate", ticket.respondBy);
    out.date("fixbydate", ticket.fixBy);
    out.date("responsedate", ticket.responded);
    out.date("deadlinedate", Dates.SENTINEL_1900);
    out.date("followupdate", Dates.SENTINEL_1899);
    out.date("dateclosed", ticket.closed);
    out.date("last_update", ticket.updated);
    out.date("lastactiondate", ticket.lastAction);
    out.text(
        "slaresponsestate",
        codes
            .slaStates()
            .of(ticket.responded != Dates.ABSENT && ticket.responded <= ticket.respondBy));
  }

  private void links(JsonOut out, Ticket ticket) {
    if (ticket.parent != 0) {
      out.number("parent_id", ticket.parent);
    }
    out.number("child_count", 0);
    out.number("merged_into_id", ticket.mergedInto);
    out.number("attachment_count", attachments(ticket));
  }

  private int attachments(Ticket ticket) {
    return tenant.attachments.size() == 0
        ? 0
        : tenant.attachments.where(attachment -> attachment.ticket == ticket.id).size();
  }

  private void assetKey(JsonOut out, Ticket ticket) {
    tenant
        .assets
        .find(ticket.firstAsset())
        .ifPresent(asset -> {
          out.text("asset_key_field_string", asset.tag);
          out.text("inventory_number", asset.tag);
        });
  }

  private void detail(JsonOut out, Ticket ticket) {
    out.flag("hasbeenclosed", ticket.hasBeenClosed);
    out.flag("deleted", ticket.deleted);
    out.date("deleted_date", ticket.deletedAt);
    out.date("datecreated", ticket.created);
    out.text("slastate", codes.slaStates().of(ticket.open() || ticket.closed <= ticket.fixBy));
    out.text("closure_note", ticket.closureNote);
    if (ticket.closedBy != 0) {
      out.number("closure_agent_id", ticket.closedBy);
    }
  }

  private static void priority(JsonOut out, Ticket ticket) {
    var priority = Catalog.priority(ticket.sla, ticket.priority);
    out.object(
        "priority",
        () -> {
          out.number("priorityid", priority.id());
          out.number("slaid", priority.sla());
          out.text("name", priority.name());
          out.text("colour", priority.colour());
        });
  }

  private void linked(JsonOut out, Ticket ticket) {
    var assets = new AssetJson(tenant);
    out.array(
        "assets",
        () -> {
          for (var id : ticket.assets) {
            tenant.assets.find(id).ifPresent(asset -> out.object(() -> assets.base(out, asset)));
          }
        });
    out.array(
        "attachments",
        () ->
            AttachmentResource.of(tenant, ticket.id)
                .forEach(a -> out.object(() -> AttachmentResource.row(out, a))));
    out.empty("related_tickets");
  }
}

package ai.superit.halo.simulator;

import java.util.UUID;

/// Makes the bodies of deliveries: whole, thin, or the event alone.
final class Payloads {
  private final TicketJson tickets;
  private final AssetJson assets;
  private final EntityJson entities;
  private final InvoiceJson invoices;
  private final Quirks.Deliveries quirks;

  Payloads(Tenant tenant) {
    this.tickets = new TicketJson(tenant);
    this.assets = new AssetJson(tenant);
    this.entities = new EntityJson(tenant);
    this.invoices = new InvoiceJson(tenant);
    this.quirks = tenant.quirks().deliveries();
  }

  Delivery delivery(Webhook webhook, int notification, Announcement happened) {
    var id = UUID.randomUUID().toString();
    var body = Json.object(out -> envelope(out, id, webhook, notification, happened));
    var strand = webhook.id() + happened.event().kind().use() + happened.entity().id;
    return new Delivery(webhook, id, notification, happened.entity().id, strand, body);
  }

  private void envelope(
      JsonOut out, String id, Webhook webhook, int notification, Announcement happened) {
    out.text("id", id);
    out.text("webhook_id", webhook.id());
    out.number("notification_id", notification);
    out.text("escmsg_id", UUID.randomUUID().toString());
    out.text("event", quirks.text(happened.event()));
    out.text("message", message(happened));
    out.number("object_id", happened.entity().id);
    out.number("agent_id", happened.agent());
    out.text("timestamp", Dates.formatEnvelope(happened.at()));
    var type = webhook.number("payload_type");
    if (type == quirks.payloadTypes().thin()) {
      out.object(key(happened), () -> thin(out, happened.entity()));
    } else if (type != quirks.payloadTypes().eventOnly()) {
      whole(out, happened);
    }
  }

  private String key(Announcement happened) {
    return quirks.keys().of(happened.event());
  }

  private String message(Announcement happened) {
    var what = happened.event().kind().use();
    var name = Character.toUpperCase(what.charAt(0)) + what.substring(1);
    return "%s: %s ID: %07d.".formatted(quirks.text(happened.event()), name, happened.entity().id);
  }

  private static void thin(JsonOut out, Row row) {
    out.number("id", row.id);
    if (row instanceof Ticket ticket) {
      out.text("summary", ticket.summary);
      out.number("status_id", ticket.status);
      out.number("client_id", ticket.client);
    }
  }

  private void whole(JsonOut out, Announcement happened) {
    out.object(key(happened), () -> entity(out, happened.entity()));
    if (happened.note() != null) {
      var note = happened.note();
      out.object(quirks.keys().action(), () -> ActionResource.row(out, note, true));
    }
  }

  private void entity(JsonOut out, Row row) {
    switch (row) {
      case Ticket ticket -> tickets.whole(out, ticket, quirks.secondDialect());
      case Client client -> entities.client(out, client, true);
      case Site site -> entities.site(out, site, true, true);
      case Contact contact -> entities.user(out, contact, true);
      case Asset asset -> assets.whole(out, asset);
      case Invoice invoice -> invoices.row(out, invoice, true);
      default -> out.number("id", row.id);
    }
  }
}

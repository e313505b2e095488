package ai.superit.halo.simulator;

/// Writes invoices.
final class InvoiceJson {
  private final Tenant tenant;

  InvoiceJson(Tenant tenant) {
    this.tenant = tenant;
  }

  void row(JsonOut out, Invoice invoice, boolean detail) {
    out.number("id", invoice.id);
    out.text("invoicenumber", invoice.number);
    out.number("client_id", invoice.client);
    tenant.clients.find(invoice.client).ifPresent(client -> out.text("client_name", client.name));
    out.date("invoice_date", invoice.date);
    out.date("duedate", invoice.due);
    out.flag("posted", invoice.posted);
    out.flag("voided", invoice.voided);
    out.date("datepaid", invoice.paid);
    out.text("currency", invoice.currency);
    out.decimal("total", invoice.total / 100.0);
    out.decimal("amountpaid", invoice.isPaid() ? invoice.total / 100.0 : 0);
    out.decimal("amountdue", invoice.isPaid() ? 0 : invoice.total / 100.0);
    out.date("last_modified", invoice.updated);
    if (detail) {
      out.date("date_created", invoice.created);
      out.empty("lines");
    }
    out.text("use", "invoice");
    out.all(invoice.extra);
  }
}

package ai.superit.halo.halo;

import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.InvoiceId;

/// An invoice as Halo writes it.
record InvoiceRow(Row row) {
  Invoice toDomain() {
    var amounts =
        new Invoice.Amounts(row.decimal("total"), row.decimal("amountdue"), row.text("currency"));
    return new Invoice(
        new InvoiceId(row.id()),
        row.reference("client_id").map(ClientId::new),
        row.text("invoicenumber", "thirdpartyinvoicenumber"),
        amounts,
        new Invoice.Progress(
            state(amounts),
            row.plannedTime("invoice_date"),
            row.plannedTime("duedate"),
            row.time("datepaid")),
        row.stamp("last_modified", "date_created"));
  }

  /// Halo's own number for it differs between versions; the dates and amounts say it as well.
  private Invoice.State state(Invoice.Amounts amounts) {
    if (row.flag("voided")) {
      return Invoice.State.VOID;
    }
    if (row.time("datepaid").isPresent() || (row.flag("posted") && isSettled(amounts))) {
      return Invoice.State.PAID;
    }
    return row.flag("posted") ? Invoice.State.POSTED : Invoice.State.DRAFT;
  }

  private static boolean isSettled(Invoice.Amounts amounts) {
    return amounts.total().filter(total -> total.signum() != 0).isPresent()
        && amounts.outstanding().filter(open -> open.signum() == 0).isPresent();
  }
}

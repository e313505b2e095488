package ai.superit.halo.simulator;

import org.jspecify.annotations.Nullable;

/// A bill to a client. Amounts are in hundredths of its currency.
final class Invoice extends Row {
  int client;
  String number = "";
  long date = Dates.SENTINEL_1900;
  long due = Dates.SENTINEL_1900;
  long paid = Dates.SENTINEL_1900;
  long total;
  boolean posted;
  boolean voided;
  @Nullable String currency = "GBP";

  @Override
  void apply(Patch patch) {
    client = patch.decimalId("client_id", client);
    number = patch.text("invoicenumber", number);
    date = patch.date("invoice_date", date);
    due = patch.date("duedate", due);
    paid = patch.date("datepaid", paid);
    total = Math.round(patch.decimal("total", total / 100.0) * 100);
    posted = patch.flag("posted", posted);
    voided = patch.flag("voided", voided);
    currency = patch.optional("currency", currency);
    extra = patch.rest(extra);
  }

  boolean isPaid() {
    return paid != Dates.SENTINEL_1900;
  }
}

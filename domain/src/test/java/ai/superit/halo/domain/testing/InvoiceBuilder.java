package ai.superit.halo.domain.testing;

import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.InvoiceId;
import java.math.BigDecimal;
import java.util.Optional;

/// Builds posted invoices over 1234.5; to client 1 unless told otherwise.
public record InvoiceBuilder(
    long id, long client, String reference, Invoice.Amounts amounts, Stamp changed) {
  public static InvoiceBuilder anInvoice(long id) {
    return new InvoiceBuilder(id, 1, "INV-" + id, amounts("1234.50", "1000"), Moments.changedAt(0));
  }

  public InvoiceBuilder of(long newClient) {
    return new InvoiceBuilder(id, newClient, reference, amounts, changed);
  }

  public InvoiceBuilder called(String newReference) {
    return new InvoiceBuilder(id, client, newReference, amounts, changed);
  }

  public InvoiceBuilder over(String total, String outstanding) {
    return new InvoiceBuilder(id, client, reference, amounts(total, outstanding), changed);
  }

  /// Changed so many minutes after noon.
  public InvoiceBuilder changed(long minute) {
    return new InvoiceBuilder(id, client, reference, amounts, Moments.changedAt(minute));
  }

  public Invoice build() {
    return new Invoice(
        new InvoiceId(id),
        client == 0 ? Optional.empty() : Optional.of(new ClientId(client)),
        reference,
        amounts,
        new Invoice.Progress(
            Invoice.State.POSTED,
            Optional.of(Moments.minute(-600)),
            Optional.of(Moments.minute(60_000)),
            Optional.empty()),
        changed);
  }

  private static Invoice.Amounts amounts(String total, String outstanding) {
    return new Invoice.Amounts(
        Optional.of(new BigDecimal(total)), Optional.of(new BigDecimal(outstanding)), "EUR");
  }
}

package ai.superit.halo.domain.client;

import ai.superit.halo.domain.Stamp;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/// A bill to a client, as far as it is mirrored: its lines stay in Halo.
///
/// @param client absent where Halo names none
/// @param reference the number that is printed on it; empty where Halo has none
public record Invoice(
    InvoiceId id,
    Optional<ClientId> client,
    String reference,
    Amounts amounts,
    Progress progress,
    Stamp updatedAt) {

  /// The same as of that version.
  public Invoice asOf(Stamp version) {
    return new Invoice(id, client, reference, amounts, progress, version);
  }

  /// In the invoice's currency, at most six decimals; zeros at the end do not count.
  ///
  /// @param total below 0 for a credit note; absent where Halo does not say
  /// @param outstanding what is still to be paid; absent where Halo does not say
  /// @param currency as Halo writes it, such as `GBP`; empty where Halo has none
  public record Amounts(
      Optional<BigDecimal> total, Optional<BigDecimal> outstanding, String currency) {
    public Amounts {
      total = total.map(BigDecimal::stripTrailingZeros);
      outstanding = outstanding.map(BigDecimal::stripTrailingZeros);
    }
  }

  /// @param datedAt the day that is printed on it
  public record Progress(
      State state, Optional<Instant> datedAt, Optional<Instant> dueAt, Optional<Instant> paidAt) {}

  /// How far it has come.
  public enum State {
    /// Not posted to the accounts yet.
    DRAFT,
    POSTED,
    PAID,
    VOID
  }
}

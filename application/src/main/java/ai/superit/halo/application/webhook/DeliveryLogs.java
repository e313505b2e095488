package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.LogAccess;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Halo's own logs of what it posted.
///
/// All methods throw [ai.superit.halo.application.connection.HaloUnavailable] if Halo refuses or
/// does not answer.
public interface DeliveryLogs {
  /// A webhook in Halo.
  ///
  /// @param sends false if somebody, or Halo itself, has switched it off
  record Webhook(String id, boolean sends) {}

  /// A part of the log, the newest attempts first, unless the tenant orders it otherwise. While it
  /// is read new ones may be added, so that some come again on the next page; none is left out.
  ///
  /// @param flaws of rows that prove nothing; these are left out of the deliveries
  /// @param times of all rows in their order, but those that do not tell
  /// @param first names its first row; a tenant that does not know pages gives the same one again
  /// @param rows how many rows there were, those that prove nothing included
  /// @param isLast whether it is known that no other page follows
  record LogPage(
      List<LoggedDelivery> deliveries,
      List<Flaw> flaws,
      List<Instant> times,
      String first,
      int rows,
      boolean isLast) {
    public LogPage {
      deliveries = List.copyOf(deliveries);
      flaws = List.copyOf(flaws);
      times = List.copyOf(times);
    }
  }

  /// Why a row proves nothing.
  ///
  /// @param at no earlier than it was attempted, by Halo's clock; empty if that cannot be told
  record Flaw(LogAccess why, Optional<Instant> at) {}

  /// The webhook that posts to the address; one that sends, if there are several.
  Optional<Webhook> webhook(ConnectionId connection, URI address);

  /// @param number from 1
  LogPage page(ConnectionId connection, String webhook, int number);
}

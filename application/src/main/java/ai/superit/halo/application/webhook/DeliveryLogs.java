package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.LogAccess;
import java.net.URI;
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

  /// A part of the log, the newest attempts first. While it is read new ones may be added, so that
  /// some come again on the next page; none is left out.
  ///
  /// @param first names its first row; a tenant that does not know pages gives the same one again
  /// @param rows how many rows there were, those that prove nothing included
  /// @param isLast whether it is known that no other page follows
  /// @param flaw why rows of it prove nothing; these are left out
  record LogPage(
      List<LoggedDelivery> deliveries,
      String first,
      int rows,
      boolean isLast,
      Optional<LogAccess> flaw) {
    public LogPage {
      deliveries = List.copyOf(deliveries);
    }
  }

  /// The webhook that posts to the address; one that sends, if there are several.
  Optional<Webhook> webhook(ConnectionId connection, URI address);

  /// @param number from 1
  LogPage page(ConnectionId connection, String webhook, int number);
}

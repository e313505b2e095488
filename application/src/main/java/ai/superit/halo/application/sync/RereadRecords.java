package ai.superit.halo.application.sync;

import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads records by their ids and stores what their own pages say. A page that was overtaken while
/// it was read, because somebody else stored something of the record that may be newer, is not
/// stored but read once more.
public final class RereadRecords {
  private static final int MOST_READS = 3;

  /// A record was stored by others each time while its own page was read. The message is for
  /// people; it names no record, so that failures of this cause are counted together.
  public static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken() {
      super("others stored the record each of the %d times it was read".formatted(MOST_READS));
    }
  }

  private final Mirror mirror;
  private final StoreTickets tickets;

  public RereadRecords(Mirror mirror, StoreTickets tickets) {
    this.mirror = mirror;
    this.tickets = tickets;
  }

  /// @return empty if Halo has no such record; the mirror is left as it is then
  /// @throws Overtaken if it cannot be said which of two contents is the newer one
  public Optional<Stored> reread(
      HaloTenant tenant, ConnectionId connection, ObjectRef record, Source source) {
    var id = record.id();
    return switch (record.kind()) {
      case TICKET ->
          tenant
              .findTicket(new TicketId(id))
              .map(ticket -> tickets.store(connection, List.of(ticket), source));
      case CLIENT ->
          page(
              connection,
              record,
              before ->
                  tenant
                      .findClient(new ClientId(id))
                      .map(page -> mirror.storePage(connection, page, before, source)));
      case SITE ->
          page(
              connection,
              record,
              before ->
                  tenant
                      .findSite(new SiteId(id))
                      .map(page -> mirror.storePage(connection, page, before, source)));
      case CONTACT ->
          page(
              connection,
              record,
              before ->
                  tenant
                      .findContact(new ContactId(id))
                      .map(page -> mirror.storePage(connection, page, before, source)));
      case ASSET ->
          page(
              connection,
              record,
              before ->
                  tenant
                      .findAsset(new AssetId(id))
                      .map(page -> mirror.storePage(connection, page, before, source)));
      case INVOICE ->
          page(
              connection,
              record,
              before ->
                  tenant
                      .findInvoice(new InvoiceId(id))
                      .map(page -> mirror.storePage(connection, page, before, source)));
    };
  }

  private Optional<Stored> page(
      ConnectionId connection, ObjectRef record, Function<Revision, Optional<Stored>> reading) {
    for (int read = 0; read < MOST_READS; read++) {
      var stored = reading.apply(mirror.revision(connection, record));
      if (stored.isEmpty() || stored.get().tellsOf(record.id())) {
        return stored;
      }
    }
    throw new Overtaken();
  }
}

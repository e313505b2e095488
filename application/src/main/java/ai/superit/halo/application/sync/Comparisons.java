package ai.superit.halo.application.sync;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Difference;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.ticket.Ticket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// How the mirror differs from what Halo sent, and the reports about it. Comparing writes nothing.
///
/// Each method that compares gives the ids of the records that differ, with the names of their
/// fields that do; a record that the mirror does not have alive has none. Records that the mirror
/// has stored since the given instant are taken for equal: they may be newer than what was sent.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface Comparisons {
  /// The resources whose lists can be compared.
  List<Resource> COMPARED =
      List.of(
          Resource.CLIENTS,
          Resource.SITES,
          Resource.CONTACTS,
          Resource.ASSETS,
          Resource.TICKETS,
          Resource.INVOICES);

  Map<Long, List<String>> clients(ConnectionId connection, List<Client> sent, Instant since);

  Map<Long, List<String>> sites(ConnectionId connection, List<Site> sent, Instant since);

  Map<Long, List<String>> contacts(ConnectionId connection, List<Contact> sent, Instant since);

  Map<Long, List<String>> assets(ConnectionId connection, List<Asset> sent, Instant since);

  Map<Long, List<String>> tickets(ConnectionId connection, List<Ticket> sent, Instant since);

  Map<Long, List<String>> invoices(ConnectionId connection, List<Invoice> sent, Instant since);

  /// What a comparison found, in records.
  ///
  /// @param missingHere what Halo has and the mirror does not
  /// @param missingInHalo the other way round
  /// @param duplicates records that Halo sent more than once
  /// @param unreadable rows
  record Counts(
      long equal,
      long different,
      long missingHere,
      long missingInHalo,
      long duplicates,
      long unreadable) {}

  /// The newest comparison of a resource.
  record Report(Resource resource, UUID run, Counts counts) {}

  /// One difference of a report.
  ///
  /// @param position from 1, in the order of kinds and keys
  record Listed(long position, Difference difference) {}

  /// Replaces the report of the run's resource, with its differences in this order.
  void keep(SyncRun run, Counts counts, List<Difference> differences);

  /// In the order of the resources.
  List<Report> list(ConnectionId connection);

  /// Differences of the report; none if the run's report was replaced.
  Slice<Listed> differences(
      ConnectionId connection, Resource resource, UUID run, PageArgs<Long> page);
}

package ai.superit.halo.application.testing;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.sync.Comparisons;
import ai.superit.halo.domain.Key;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Comparisons with the mirrored records, and the reports about them.
record InMemoryComparisons(Memory memory) implements Comparisons {
  /// The newest report of a resource, with its differences.
  record Kept(Report report, List<Listed> differences) {}

  @Override
  public Map<Long, List<String>> clients(
      ConnectionId connection, List<Client> sent, Instant since) {
    return memory.with(state ->
        compared(
            sent,
            row -> row.id().value(),
            row -> Optional.ofNullable(state.clients.get(new Key<>(connection, row.id()))),
            ComparedFields::of,
            since));
  }

  @Override
  public Map<Long, List<String>> sites(ConnectionId connection, List<Site> sent, Instant since) {
    return memory.with(state ->
        compared(
            sent,
            row -> row.id().value(),
            row -> Optional.ofNullable(state.sites.get(new Key<>(connection, row.id()))),
            ComparedFields::of,
            since));
  }

  @Override
  public Map<Long, List<String>> contacts(
      ConnectionId connection, List<Contact> sent, Instant since) {
    return memory.with(state ->
        compared(
            sent,
            row -> row.id().value(),
            row -> Optional.ofNullable(state.contacts.get(new Key<>(connection, row.id()))),
            ComparedFields::of,
            since));
  }

  @Override
  public Map<Long, List<String>> assets(ConnectionId connection, List<Asset> sent, Instant since) {
    return memory.with(state ->
        compared(
            sent,
            row -> row.id().value(),
            row -> Optional.ofNullable(state.assets.get(new Key<>(connection, row.id()))),
            ComparedFields::of,
            since));
  }

  @Override
  public Map<Long, List<String>> tickets(
      ConnectionId connection, List<Ticket> sent, Instant since) {
    return memory.with(state ->
        compared(
            sent,
            row -> row.id().value(),
            row -> Optional.ofNullable(state.tickets.get(new Key<>(connection, row.id()))),
            ComparedFields::of,
            since));
  }

  @Override
  public Map<Long, List<String>> invoices(
      ConnectionId connection, List<Invoice> sent, Instant since) {
    return memory.with(state ->
        compared(
            sent,
            row -> row.id().value(),
            row -> Optional.ofNullable(state.invoices.get(new Key<>(connection, row.id()))),
            ComparedFields::of,
            since));
  }

  private static <T> Map<Long, List<String>> compared(
      List<T> sent,
      Function<T, Long> id,
      Function<T, Optional<State.Row<T>>> stored,
      Function<T, Map<String, Object>> fields,
      Instant since) {
    var differing = new HashMap<Long, List<String>>();
    for (var row : sent) {
      var before = stored.apply(row);
      if (before.filter(known -> !known.syncedAt().isBefore(since)).isPresent()) {
        continue;
      }
      var living = before.filter(known -> !known.deleted()).map(State.Row::value);
      var names = living.map(known -> differing(fields.apply(row), fields.apply(known)));
      if (names.filter(List::isEmpty).isEmpty()) {
        differing.put(id.apply(row), names.orElse(List.of()));
      }
    }
    return differing;
  }

  private static List<String> differing(Map<String, Object> sent, Map<String, Object> known) {
    return sent.entrySet().stream()
        .filter(field -> !field.getValue().equals(known.get(field.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void keep(SyncRun run, Counts counts, List<Difference> differences) {
    var listed =
        IntStream.range(0, differences.size())
            .mapToObj(i -> new Listed(i + 1, differences.get(i)))
            .toList();
    memory.with(state -> {
      state.compared.put(
          new State.ListKey(run.connection(), run.resource()),
          new Kept(new Report(run.resource(), run.id(), counts), listed));
      return listed;
    });
  }

  @Override
  public List<Report> list(ConnectionId connection) {
    return memory.with(state ->
        state.compared.entrySet().stream()
            .filter(entry -> entry.getKey().connection().equals(connection))
            .map(entry -> entry.getValue().report())
            .sorted(Comparator.comparing(Report::resource))
            .toList());
  }

  @Override
  public Slice<Listed> differences(
      ConnectionId connection, Resource resource, UUID run, PageArgs<Long> page) {
    return memory.with(state -> {
      var kept = state.compared.get(new State.ListKey(connection, resource));
      var rows =
          kept == null || !kept.report().run().equals(run)
              ? Stream.<Listed>empty()
              : kept.differences().stream();
      return Slices.slice(rows, Listed::position, Comparator.naturalOrder(), page);
    });
  }
}

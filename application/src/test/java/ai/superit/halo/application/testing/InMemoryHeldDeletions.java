package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.HeldDeletions;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Deletions that wait for a person.
record InMemoryHeldDeletions(Memory memory) implements HeldDeletions {
  /// @param held without its sample
  record Kept(Held held, List<Long> sample) {}

  @Override
  public void hold(SyncRun run, Found found, List<Long> sample, Instant now) {
    memory.with(state ->
        state.held.merge(
            new State.ListKey(run.connection(), run.resource()),
            new Kept(
                new Held(run.resource(), found, List.of(), now, now, Optional.empty()), sample),
            (old, next) -> {
              var refusal =
                  old.held()
                      .decided()
                      .filter(by -> by.decision() == Decision.REFUSED)
                      .filter(_ -> found.records() <= old.held().found().records());
              return new Kept(
                  new Held(run.resource(), found, List.of(), old.held().since(), now, refusal),
                  next.sample());
            }));
  }

  @Override
  public void settle(ConnectionId connection, Resource resource) {
    memory.with(
        state -> Optional.ofNullable(state.held.remove(new State.ListKey(connection, resource))));
  }

  @Override
  public List<Held> list(ConnectionId connection, Instant now) {
    return memory.with(state ->
        state.held.entrySet().stream()
            .filter(entry -> entry.getKey().connection().equals(connection))
            .map(entry -> shown(state, connection, entry.getValue(), now))
            .sorted(Comparator.comparing(Held::resource))
            .toList());
  }

  @Override
  public boolean decide(ConnectionId connection, Resource resource, long records, Decided decided) {
    return memory.with(state -> {
      var key = new State.ListKey(connection, resource);
      var kept = state.held.get(key);
      if (kept == null || kept.held().found().records() != records) {
        return false;
      }
      state.held.put(key, new Kept(decided(kept.held(), Optional.of(decided)), kept.sample()));
      return true;
    });
  }

  @Override
  public long approved(ConnectionId connection, Resource resource, Instant now) {
    return list(connection, now).stream()
        .filter(held -> held.resource() == resource)
        .filter(held -> held.decided().filter(by -> by.decision() == Decision.APPROVED).isPresent())
        .mapToLong(held -> held.found().records())
        .sum();
  }

  private static Held shown(State state, ConnectionId connection, Kept kept, Instant now) {
    var decided =
        kept.held()
            .decided()
            .filter(by ->
                by.decision() == Decision.REFUSED || by.at().plus(APPROVAL_HOLDS).isAfter(now));
    var sample =
        kept.sample().stream()
            .sorted()
            .flatMap(id ->
                name(state, kept.held().resource(), connection, id).stream()
                    .map(name -> new Sampled(id, name)))
            .toList();
    var held = decided(kept.held(), decided);
    return new Held(
        held.resource(), held.found(), sample, held.since(), held.seenAt(), held.decided());
  }

  private static Held decided(Held held, Optional<Decided> decided) {
    return new Held(
        held.resource(), held.found(), held.sample(), held.since(), held.seenAt(), decided);
  }

  private static Optional<String> name(
      State state, Resource resource, ConnectionId connection, long id) {
    return switch (resource) {
      case CLIENTS ->
          name(state.clients, new Key<>(connection, new ClientId(id)), row -> row.name());
      case SITES -> name(state.sites, new Key<>(connection, new SiteId(id)), row -> row.name());
      case CONTACTS ->
          name(
              state.contacts, new Key<>(connection, new ContactId(id)), row -> row.person().name());
      case ASSETS ->
          name(state.assets, new Key<>(connection, new AssetId(id)), row -> row.kind().name());
      case TICKETS ->
          name(state.tickets, new Key<>(connection, new TicketId(id)), row -> row.text().summary());
      case INVOICES ->
          name(state.invoices, new Key<>(connection, new InvoiceId(id)), row -> row.reference());
      case LOOKUPS, NOTES -> Optional.empty();
    };
  }

  private static <I, T> Optional<String> name(
      Map<Key<I>, State.Row<T>> rows, Key<I> key, Function<T, String> name) {
    return Optional.ofNullable(rows.get(key)).map(row -> name.apply(row.value()));
  }
}

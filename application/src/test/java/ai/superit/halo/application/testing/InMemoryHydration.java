package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.AwaitingNotes;
import ai.superit.halo.application.sync.AwaitingPage;
import ai.superit.halo.application.sync.Hydration;
import ai.superit.halo.application.sync.Revision;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What lists lack.
record InMemoryHydration(Memory memory) implements Hydration {
  private static final Comparator<AwaitingPage> LATEST_FIRST =
      Comparator.comparing(AwaitingPage::version).thenComparingLong(AwaitingPage::id).reversed();

  record RecordKey(ConnectionId connection, ObjectRef record) {}

  record WorkKey(ConnectionId connection, Work work) {}

  record PutOff(int failures, Instant dueAt) {}

  record Turn(UUID holder, Instant endsAt) {}

  static boolean isPutOff(State state, ConnectionId connection, ObjectRef ref, Instant now) {
    var putOff = state.putOff.get(new RecordKey(connection, ref));
    return putOff != null && putOff.dueAt().isAfter(now);
  }

  @Override
  public List<AwaitingPage> assetsAwaitingFields(ConnectionId connection, Instant now, int limit) {
    return memory.with(state ->
        living(state.assets, connection, state.fieldsUnread)
            .map(row -> awaiting(row, row.value().id().value(), row.value().updatedAt()))
            .filter(page -> !isPutOff(state, connection, ObjectRef.Kind.ASSET, page, now))
            .sorted(LATEST_FIRST)
            .limit(limit)
            .toList());
  }

  @Override
  public List<AwaitingPage> clientsAwaitingPages(ConnectionId connection, Instant now, int limit) {
    return memory.with(state ->
        living(state.clients, connection, state.clientPagesUnread)
            .map(row -> awaiting(row, row.value().id().value(), row.value().updatedAt()))
            .filter(page -> !isPutOff(state, connection, ObjectRef.Kind.CLIENT, page, now))
            .sorted(LATEST_FIRST)
            .limit(limit)
            .toList());
  }

  @Override
  public List<AwaitingPage> assetsToReadAgain(ConnectionId connection, Instant now, int limit) {
    return memory.with(state ->
        unmarked(state.assets, connection, state.fieldsUnread)
            .map(row -> awaiting(row, row.value().id().value(), row.value().updatedAt()))
            .filter(page -> isOld(state, connection, ObjectRef.Kind.ASSET, page, now))
            .sorted(longestAgoFirst(state, connection, ObjectRef.Kind.ASSET))
            .limit(limit)
            .toList());
  }

  @Override
  public List<AwaitingPage> clientsToReadAgain(ConnectionId connection, Instant now, int limit) {
    return memory.with(state ->
        unmarked(state.clients, connection, state.clientPagesUnread)
            .map(row -> awaiting(row, row.value().id().value(), row.value().updatedAt()))
            .filter(page -> isOld(state, connection, ObjectRef.Kind.CLIENT, page, now))
            .sorted(longestAgoFirst(state, connection, ObjectRef.Kind.CLIENT))
            .limit(limit)
            .toList());
  }

  private static boolean isOld(
      State state, ConnectionId connection, ObjectRef.Kind kind, AwaitingPage page, Instant now) {
    var ref = new ObjectRef(kind, page.id());
    return !wasReadSince(state, connection, ref, page.version(), now.minus(READ_AGAIN_AFTER))
        && !isPutOff(state, connection, kind, page, now);
  }

  /// Whether a record may have changed since its page was read, without a sign.
  static boolean isOld(
      State state, ConnectionId connection, ObjectRef ref, Stamp version, Instant now) {
    return !wasReadSince(state, connection, ref, version, now.minus(PAGE_HOLDS));
  }

  /// One that has a stamp needs no further reading.
  private static boolean wasReadSince(
      State state, ConnectionId connection, ObjectRef ref, Stamp version, Instant since) {
    return version.isKnown()
        || pageReadAt(state, connection, ref).filter(at -> !at.isBefore(since)).isPresent();
  }

  private static Comparator<AwaitingPage> longestAgoFirst(
      State state, ConnectionId connection, ObjectRef.Kind kind) {
    return Comparator.<AwaitingPage, Instant>comparing(page ->
            pageReadAt(state, connection, new ObjectRef(kind, page.id())).orElse(Instant.MIN))
        .thenComparingLong(AwaitingPage::id);
  }

  static Optional<Instant> pageReadAt(State state, ConnectionId connection, ObjectRef ref) {
    return Optional.ofNullable(state.pagesReadAt.get(new RecordKey(connection, ref)));
  }

  private static AwaitingPage awaiting(State.Row<?> row, long id, Stamp version) {
    return new AwaitingPage(id, version, new Revision(row.revision()));
  }

  private static <I, T> Stream<State.Row<T>> living(
      Map<Key<I>, State.Row<T>> table, ConnectionId connection, Set<Key<I>> marked) {
    return living(table, connection, marked::contains);
  }

  private static <I, T> Stream<State.Row<T>> unmarked(
      Map<Key<I>, State.Row<T>> table, ConnectionId connection, Set<Key<I>> marked) {
    return living(table, connection, key -> !marked.contains(key));
  }

  private static <I, T> Stream<State.Row<T>> living(
      Map<Key<I>, State.Row<T>> table, ConnectionId connection, Predicate<Key<I>> wanted) {
    return table.entrySet().stream()
        .filter(entry -> entry.getKey().connection().equals(connection))
        .filter(entry -> !entry.getValue().deleted())
        .filter(entry -> wanted.test(entry.getKey()))
        .map(Map.Entry::getValue);
  }

  private static boolean isPutOff(
      State state, ConnectionId connection, ObjectRef.Kind kind, AwaitingPage page, Instant now) {
    return isPutOff(state, connection, new ObjectRef(kind, page.id()), now);
  }

  @Override
  public List<AwaitingNotes> ticketsDue(
      ConnectionId connection, Instant changedSince, Instant now, int limit) {
    return memory.with(state ->
        InMemoryMirror.awaiting(state, connection, changedSince)
            .filter(due -> !isPutOff(state, connection, ref(due.ticket()), now))
            .limit(limit)
            .toList());
  }

  @Override
  public long callsAwaited(ConnectionId connection, Instant changedSince) {
    return memory.with(state ->
        InMemoryMirror.awaiting(state, connection, changedSince)
            .mapToLong(awaiting -> (awaiting.page() ? 1 : 0) + (awaiting.notes() ? 1 : 0))
            .sum());
  }

  private static ObjectRef ref(TicketId ticket) {
    return new ObjectRef(ObjectRef.Kind.TICKET, ticket.value());
  }

  /// What a batch of assets brought of fields.
  static void followAssets(
      State state, ConnectionId connection, List<Asset> batch, Set<Long> written) {
    for (var asset : batch) {
      var key = new Key<>(connection, asset.id());
      var row = state.assets.get(key);
      if (row != null && asset.updatedAt().compareTo(row.value().updatedAt()) >= 0) {
        mark(state.fieldsUnread, key, isRead(asset), written.contains(asset.id().value()));
      }
    }
  }

  /// What a batch of clients brought of main contacts.
  static void followClients(
      State state, ConnectionId connection, List<Client> batch, Set<Long> written) {
    for (var client : batch) {
      var key = new Key<>(connection, client.id());
      var row = state.clients.get(key);
      if (row != null && client.updatedAt().compareTo(row.value().updatedAt()) >= 0) {
        mark(state.clientPagesUnread, key, isRead(client), written.contains(client.id().value()));
      }
    }
  }

  private static boolean isRead(Asset asset) {
    return asset.kind().fields() instanceof Asset.Fields.Read;
  }

  private static boolean isRead(Client client) {
    return client.mainContact() instanceof Client.MainContact.Read;
  }

  /// Dates the reading of an asset's own page.
  ///
  /// @param isNew whether it tells something new; of the same version it does not
  static void read(State state, ConnectionId connection, Asset page, boolean isNew, Instant now) {
    var row = state.assets.get(new Key<>(connection, page.id()));
    if (row != null && isRead(page) && page.updatedAt().compareTo(row.value().updatedAt()) >= 0) {
      var ref = new ObjectRef(ObjectRef.Kind.ASSET, page.id().value());
      date(state, connection, ref, isNew || !row.value().updatedAt().isKnown(), now);
    }
  }

  /// The same of a client.
  static void read(State state, ConnectionId connection, Client page, boolean isNew, Instant now) {
    var row = state.clients.get(new Key<>(connection, page.id()));
    if (row != null && isRead(page) && page.updatedAt().compareTo(row.value().updatedAt()) >= 0) {
      var ref = new ObjectRef(ObjectRef.Kind.CLIENT, page.id().value());
      date(state, connection, ref, isNew || !row.value().updatedAt().isKnown(), now);
    }
  }

  private static void date(
      State state, ConnectionId connection, ObjectRef ref, boolean isNew, Instant now) {
    var key = new RecordKey(connection, ref);
    if (isNew || !state.pagesReadAt.containsKey(key)) {
      state.pagesReadAt.put(key, now);
    }
  }

  private static <I> void mark(Set<Key<I>> unread, Key<I> key, boolean read, boolean written) {
    if (read) {
      unread.remove(key);
    } else if (written) {
      unread.add(key);
    }
  }

  @Override
  public void putOff(ConnectionId connection, Set<ObjectRef> records, Instant now) {
    memory.with(state -> {
      for (var ref : records) {
        state.putOff.compute(
            new RecordKey(connection, ref),
            (_, before) -> {
              var failures = before == null ? 0 : before.failures();
              var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 30));
              var least = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
              return new PutOff(failures + 1, now.plus(least));
            });
      }
      return true;
    });
  }

  @Override
  public void settle(ConnectionId connection, Set<ObjectRef> records) {
    memory.with(state -> {
      records.forEach(ref -> state.putOff.remove(new RecordKey(connection, ref)));
      return true;
    });
  }

  @Override
  public boolean takeTurn(
      ConnectionId connection, Work work, UUID holder, Instant now, Duration atMost) {
    return memory.with(state -> {
      var key = new WorkKey(connection, work);
      var turn = state.turns.get(key);
      if (turn != null && !turn.holder().equals(holder) && turn.endsAt().isAfter(now)) {
        return false;
      }
      state.turns.put(key, new Turn(holder, now.plus(atMost)));
      return true;
    });
  }

  @Override
  public void endTurn(ConnectionId connection, Work work, UUID holder) {
    memory.with(state ->
        state
            .turns
            .entrySet()
            .removeIf(entry ->
                entry.getKey().equals(new WorkKey(connection, work))
                    && entry.getValue().holder().equals(holder)));
  }
}

package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.DeliveryRules;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryFilters;
import ai.superit.halo.domain.webhook.DeliveryFilters.Choice;
import ai.superit.halo.domain.webhook.KeptHeaders;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds the rules of all connections in memory. They are read again when somebody has changed one.
final class PostgresDeliveryRules implements DeliveryRules {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresDeliveryRules.class);

  private record Stored(
      ConnectionId connection,
      DeliveryFilters filters,
      KeptHeaders headers,
      boolean bodiesWithoutId) {}

  private final Database database;
  private final AtomicReference<Map<ConnectionId, Stored>> known = new AtomicReference<>(Map.of());

  /// Held from before the store is read until what was read is known: what was read earlier would
  /// else replace it.
  private final ReentrantLock changing = new ReentrantLock();

  PostgresDeliveryRules(Database database) {
    this.database = database;
  }

  @Override
  public DeliveryFilters filters(ConnectionId connection) {
    return find(connection).map(Stored::filters).orElse(DeliveryFilters.NONE);
  }

  @Override
  public KeptHeaders headers(ConnectionId connection) {
    return find(connection).map(Stored::headers).orElse(KeptHeaders.NONE);
  }

  @Override
  public boolean bodiesWithoutId(ConnectionId connection) {
    return find(connection).map(Stored::bodiesWithoutId).orElse(false);
  }

  private Optional<Stored> find(ConnectionId connection) {
    return Optional.ofNullable(known.get().get(connection));
  }

  @Override
  public void save(ConnectionId connection, DeliveryFilters filters) {
    save(
        connection,
        Query.of(
            """
            insert into delivery_rule (connection_id, clients_only, clients, inactive_clients,
              types_only, types, priorities_only, priorities, statuses_only, statuses,
              internal_clients)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (connection_id) do update
            set clients_only = excluded.clients_only, clients = excluded.clients,
              inactive_clients = excluded.inactive_clients, types_only = excluded.types_only,
              types = excluded.types, priorities_only = excluded.priorities_only,
              priorities = excluded.priorities, statuses_only = excluded.statuses_only,
              statuses = excluded.statuses, internal_clients = excluded.internal_clients
            """,
            connection.value(),
            filters.clients().only(),
            sorted(filters.clients().numbers()),
            filters.inactiveClients(),
            filters.ticketTypes().only(),
            sorted(filters.ticketTypes().numbers()),
            filters.priorities().only(),
            sorted(filters.priorities().numbers()),
            filters.statuses().only(),
            sorted(filters.statuses().numbers()),
            sorted(filters.internalClients())));
  }

  @Override
  public void save(ConnectionId connection, KeptHeaders headers) {
    save(
        connection,
        Query.of(
            """
            insert into delivery_rule (connection_id, kept_headers) values (?, ?)
            on conflict (connection_id) do update set kept_headers = excluded.kept_headers
            """,
            connection.value(),
            headers.names().stream().sorted().toArray(String[]::new)));
  }

  @Override
  public void saveBodiesWithoutId(ConnectionId connection, boolean accepted) {
    save(
        connection,
        Query.of(
            """
            insert into delivery_rule (connection_id, bodies_without_id) values (?, ?)
            on conflict (connection_id) do update
            set bodies_without_id = excluded.bodies_without_id
            """,
            connection.value(),
            accepted));
  }

  private void save(ConnectionId connection, Query query) {
    database.writeBare(c -> {
      query.write(c);
      Notices.send(c, Notices.Channel.DELIVERY_RULES, connection.toString());
      return true;
    });
    refresh();
  }

  private static Long[] sorted(Set<Long> numbers) {
    return numbers.stream().sorted().toArray(Long[]::new);
  }

  /// Reads all rules again.
  void refresh() {
    var query =
        Query.of(
            """
            select connection_id, clients_only, clients, inactive_clients, types_only, types,
              priorities_only, priorities, statuses_only, statuses, internal_clients, kept_headers,
              bodies_without_id
            from delivery_rule
            """);
    changing.lock();
    try {
      known.set(
          database.readBare(c -> query.list(c, PostgresDeliveryRules::stored)).stream()
              .collect(Collectors.toUnmodifiableMap(Stored::connection, rules -> rules)));
    } finally {
      changing.unlock();
    }
  }

  /// As [#refresh], but keeps what is known if the store cannot be reached.
  void refreshIfPossible() {
    try {
      refresh();
    } catch (RuntimeException failure) {
      LOG.warn("event=delivery_rules_not_refreshed reason={}", failure.toString());
    }
  }

  private static Stored stored(Row row) throws SQLException {
    var connection = row.connection();
    var clients = choice(row);
    var inactive = row.flag();
    var filters =
        new DeliveryFilters(
            clients, inactive, choice(row), choice(row), choice(row), Set.of(row.numbers()));
    var names = row.optionalTexts().orElse(List.of());
    return new Stored(connection, filters, new KeptHeaders(Set.copyOf(names)), row.flag());
  }

  private static Choice choice(Row row) throws SQLException {
    return new Choice(row.flag(), Set.of(row.numbers()));
  }
}

package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.WebhookSenders;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.AddressRange;
import ai.superit.halo.domain.webhook.SenderRules;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds the rules of all connections in memory. They are read again when somebody has changed one.
final class PostgresWebhookSenders implements WebhookSenders {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresWebhookSenders.class);

  private record Stored(ConnectionId connection, SenderRules rules) {}

  private final Database database;
  private final AtomicReference<Map<ConnectionId, SenderRules>> known =
      new AtomicReference<>(Map.of());

  /// Held from before the store is read or written until what is known is as the store has it: what
  /// was read before a change would else replace it.
  private final ReentrantLock changing = new ReentrantLock();

  PostgresWebhookSenders(Database database) {
    this.database = database;
  }

  @Override
  public SenderRules rules(ConnectionId connection) {
    return known.get().getOrDefault(connection, SenderRules.ANYBODY);
  }

  @Override
  public void save(ConnectionId connection, SenderRules rules) {
    changing.lock();
    try {
      store(connection, rules);
    } finally {
      changing.unlock();
    }
  }

  private void store(ConnectionId connection, SenderRules rules) {
    database.writeBare(c -> {
      Query.of(
              """
              insert into webhook_sender (connection_id, allowed, https_only)
              values (?, ?, ?)
              on conflict (connection_id) do update
              set allowed = excluded.allowed, https_only = excluded.https_only
              """,
              connection.value(),
              rules.allowed().stream().map(AddressRange::text).toArray(String[]::new),
              rules.httpsOnly())
          .write(c);
      Notices.send(c, Notices.Channel.WEBHOOK_SENDERS, connection.toString());
      return true;
    });
    known.updateAndGet(before -> {
      var after = new HashMap<>(before);
      after.put(connection, rules);
      return Map.copyOf(after);
    });
  }

  /// Reads all rules again.
  void refresh() {
    var query = Query.of("select connection_id, allowed, https_only from webhook_sender");
    changing.lock();
    try {
      known.set(
          database.readBare(c -> query.list(c, PostgresWebhookSenders::stored)).stream()
              .collect(Collectors.toUnmodifiableMap(Stored::connection, Stored::rules)));
    } finally {
      changing.unlock();
    }
  }

  /// As [#refresh], but keeps what is known if the store cannot be reached.
  void refreshIfPossible() {
    try {
      refresh();
    } catch (RuntimeException failure) {
      LOG.warn("event=webhook_senders_not_refreshed reason={}", failure.toString());
    }
  }

  private static Stored stored(Row row) throws SQLException {
    var connection = row.connection();
    var allowed = row.optionalTexts().orElse(List.of()).stream().map(AddressRange::parse).toList();
    return new Stored(connection, new SenderRules(allowed, row.flag()));
  }
}

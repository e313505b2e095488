package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.AcceptedSchemes.Temporary;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds all schemes, opened, in memory. They are read again when somebody has changed one.
final class PostgresWebhookSchemes implements WebhookSchemes {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresWebhookSchemes.class);
  private static final String PRESENT = "webhook";
  private static final String BESIDE = "webhook-beside";

  private record Beside(SealedScheme scheme, Instant until) {}

  private record Stored(ConnectionId connection, SealedScheme present, Optional<Beside> beside) {}

  /// @param unreadable connections whose scheme is sealed with a key that is not known here
  private record Known(Map<ConnectionId, AcceptedSchemes> opened, Set<ConnectionId> unreadable) {
    private static final Known NOTHING = new Known(Map.of(), Set.of());

    Known {
      opened = Map.copyOf(opened);
      unreadable = Set.copyOf(unreadable);
    }

    Known with(ConnectionId connection, AcceptedSchemes schemes) {
      var after = new HashMap<>(opened);
      after.put(connection, schemes);
      var others = new HashSet<>(unreadable);
      others.remove(connection);
      return new Known(after, others);
    }
  }

  private final Database database;
  private final SchemeSeals seals;
  private final AtomicReference<Known> known = new AtomicReference<>(Known.NOTHING);

  /// Held from before the store is read or written until what is known is as the store has it: what
  /// was read before a change would else replace it.
  private final ReentrantLock changing = new ReentrantLock();

  PostgresWebhookSchemes(Database database, Seals seals) {
    this.database = database;
    this.seals = new SchemeSeals(seals);
  }

  @Override
  public Optional<AcceptedSchemes> accepted(ConnectionId connection) {
    return Optional.ofNullable(known.get().opened().get(connection));
  }

  @Override
  public Set<ConnectionId> unreadable() {
    return known.get().unreadable();
  }

  @Override
  public boolean isLockedOut() {
    var now = known.get();
    return now.opened().isEmpty() && !now.unreadable().isEmpty();
  }

  @Override
  public Optional<AcceptedSchemes> stored(ConnectionId connection) {
    refresh();
    return accepted(connection);
  }

  @Override
  public void save(ConnectionId connection, AcceptedSchemes schemes) {
    changing.lock();
    try {
      store(connection, schemes);
    } finally {
      changing.unlock();
    }
  }

  private void store(ConnectionId connection, AcceptedSchemes schemes) {
    var present = seals.sealed(connection, PRESENT, schemes.present());
    var beside = schemes.beside().map(other -> beside(connection, other));
    database.writeBare(c -> {
      saveKinds(c, connection, present, beside);
      saveSecret(c, connection, PRESENT, present.secret());
      if (beside.isPresent()) {
        saveSecret(c, connection, BESIDE, beside.get().scheme().secret());
      } else {
        forgetSecret(c, connection, BESIDE);
      }
      Notices.send(c, Notices.Channel.WEBHOOK_SCHEMES, connection.toString());
      return true;
    });
    known.updateAndGet(before -> before.with(connection, schemes));
  }

  private static void saveKinds(
      Connection c, ConnectionId connection, SealedScheme present, Optional<Beside> beside)
      throws SQLException {
    Query.of(
            """
            insert into webhook_scheme
              (connection_id, kind, label, beside_kind, beside_label, beside_until)
            values (?, ?, ?, ?, ?, ?)
            on conflict (connection_id) do update
            set kind = excluded.kind, label = excluded.label, beside_kind = excluded.beside_kind,
              beside_label = excluded.beside_label, beside_until = excluded.beside_until
            """,
            connection.value(),
            present.kind(),
            present.label(),
            beside.map(other -> other.scheme().kind()).orElse(null),
            beside.map(other -> other.scheme().label()).orElse(null),
            beside.map(Beside::until).orElse(null))
        .write(c);
  }

  private static void saveSecret(Connection c, ConnectionId connection, String field, String sealed)
      throws SQLException {
    Query.of(
            """
            insert into connection_secret (connection_id, field, sealed)
            values (?, ?, ?)
            on conflict (connection_id, field) do update set sealed = excluded.sealed
            """,
            connection.value(),
            field,
            sealed)
        .write(c);
  }

  private static void forgetSecret(Connection c, ConnectionId connection, String field)
      throws SQLException {
    Query.of(
            "delete from connection_secret where connection_id = ? and field = ?",
            connection.value(),
            field)
        .write(c);
  }

  /// Reads all schemes again. One that was tampered with is left out, and its deliveries are
  /// refused.
  void refresh() {
    changing.lock();
    try {
      known.set(stored());
    } finally {
      changing.unlock();
    }
  }

  private Known stored() {
    var query =
        Query.of(
            """
            select scheme.connection_id, scheme.kind, scheme.label, present.sealed,
              beside.sealed, scheme.beside_kind, scheme.beside_label, scheme.beside_until
            from webhook_scheme scheme
            join connection_secret present
              on present.connection_id = scheme.connection_id and present.field = ?
            left join connection_secret beside
              on beside.connection_id = scheme.connection_id and beside.field = ?
              and scheme.beside_until is not null
            """,
            PRESENT,
            BESIDE);
    var stored = database.readBare(c -> query.list(c, PostgresWebhookSchemes::stored));
    var opened = new HashMap<ConnectionId, AcceptedSchemes>();
    var unreadable = new HashSet<ConnectionId>();
    for (var schemes : stored) {
      var id = schemes.connection();
      try {
        opened(schemes).ifPresent(accepted -> opened.put(id, accepted));
      } catch (Seals.KeyUnknown _) {
        unreadable.add(id);
      }
    }
    return new Known(opened, unreadable);
  }

  private static Stored stored(Row row) throws SQLException {
    var connection = row.connection();
    var present = new SealedScheme(row.text(), row.text(), row.text());
    var secret = row.optionalText();
    return new Stored(
        connection,
        present,
        secret.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Beside(new SealedScheme(row.text(), row.text(), secret.get()), row.instant())));
  }

  /// As [#refresh], but keeps what is known if the store cannot be reached.
  void refreshIfPossible() {
    try {
      refresh();
    } catch (RuntimeException failure) {
      LOG.warn("event=webhook_schemes_not_refreshed reason={}", failure.toString());
    }
  }

  private Optional<AcceptedSchemes> opened(Stored stored) {
    var id = stored.connection();
    return usable(id, () -> seals.opened(id, PRESENT, stored.present()))
        .map(present -> new AcceptedSchemes(present, stored.beside().flatMap(b -> opened(id, b))));
  }

  private Optional<Temporary> opened(ConnectionId id, Beside beside) {
    var field = besideField(beside.until());
    return usable(id, () -> seals.opened(id, field, beside.scheme()))
        .map(scheme -> new Temporary(scheme, beside.until()));
  }

  private static <T> Optional<T> usable(ConnectionId connection, Supplier<T> opening) {
    try {
      return Optional.of(opening.get());
    } catch (Seals.KeyUnknown unknown) {
      tell(connection, unknown);
      throw unknown;
    } catch (IllegalStateException | IllegalArgumentException broken) {
      tell(connection, broken);
      return Optional.empty();
    }
  }

  private static void tell(ConnectionId connection, RuntimeException reason) {
    LOG.error(
        "event=webhook_scheme_unusable connection={} reason={}", connection, reason.getMessage());
  }

  private Beside beside(ConnectionId connection, Temporary other) {
    var field = besideField(other.until());
    return new Beside(seals.sealed(connection, field, other.scheme()), other.until());
  }

  /// Names the end, so that nobody prolongs it by changing the row.
  private static String besideField(Instant until) {
    return BESIDE + ":" + until.getEpochSecond();
  }
}

package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds all schemes, opened, in memory. They are read again when somebody has changed one.
final class PostgresWebhookSchemes implements WebhookSchemes {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresWebhookSchemes.class);
  private static final String FIELD = "webhook";

  private record Sealed(ConnectionId connection, String kind, String label, String secret) {}

  private final Database database;
  private final Seals seals;
  private final AtomicReference<Map<ConnectionId, WebhookScheme>> known =
      new AtomicReference<>(Map.of());

  PostgresWebhookSchemes(Database database, Seals seals) {
    this.database = database;
    this.seals = seals;
  }

  @Override
  public Optional<WebhookScheme> find(ConnectionId connection) {
    return Optional.ofNullable(known.get().get(connection));
  }

  @Override
  public void save(ConnectionId connection, WebhookScheme scheme) {
    var sealed = sealed(connection, scheme);
    database.writeBare(c -> {
      Query.of(
              """
              with secret as (
                insert into connection_secret (connection_id, field, sealed)
                values (?, ?, ?)
                on conflict (connection_id, field) do update set sealed = excluded.sealed
              )
              insert into webhook_scheme (connection_id, kind, label)
              values (?, ?, ?)
              on conflict (connection_id) do update
              set kind = excluded.kind, label = excluded.label
              """,
              connection.value(),
              FIELD,
              sealed.secret(),
              connection.value(),
              sealed.kind(),
              sealed.label())
          .write(c);
      Notices.send(c, Notices.Channel.WEBHOOK_SCHEMES, connection.toString());
      return true;
    });
    known.updateAndGet(before -> with(before, connection, scheme));
  }

  /// Reads all schemes again. One that cannot be opened is left out, and its deliveries are
  /// refused.
  void refresh() {
    var query =
        Query.of(
            """
            select scheme.connection_id, scheme.kind, scheme.label, secret.sealed
            from webhook_scheme scheme
            join connection_secret secret
              on secret.connection_id = scheme.connection_id and secret.field = ?
            """,
            FIELD);
    var stored =
        database.readBare(c ->
            query.list(c, row -> new Sealed(row.connection(), row.text(), row.text(), row.text())));
    var opened = new HashMap<ConnectionId, WebhookScheme>();
    for (var scheme : stored) {
      try {
        opened.put(scheme.connection(), opened(scheme));
      } catch (IllegalStateException | IllegalArgumentException broken) {
        LOG.error(
            "event=webhook_scheme_unusable connection={} reason={}",
            scheme.connection(),
            broken.getMessage());
      }
    }
    known.set(Map.copyOf(opened));
  }

  /// As [#refresh], but keeps what is known if the store cannot be reached.
  void refreshIfPossible() {
    try {
      refresh();
    } catch (RuntimeException failure) {
      LOG.warn("event=webhook_schemes_not_refreshed reason={}", failure.toString());
    }
  }

  private Sealed sealed(ConnectionId connection, WebhookScheme scheme) {
    return switch (scheme) {
      case WebhookScheme.None _ -> sealed(connection, "NONE", "", new Secret(""));
      case WebhookScheme.Basic(var user, var password) ->
          sealed(connection, "BASIC", user, password);
      case WebhookScheme.HmacSha256(var header, var secret) ->
          sealed(connection, "HMAC_SHA256", header, secret);
      case WebhookScheme.HmacSha256Hex(var header, var secret) ->
          sealed(connection, "HMAC_SHA256_HEX", header, secret);
      case WebhookScheme.Bearer(var token) -> sealed(connection, "BEARER", "", token);
      case WebhookScheme.ApiKey(var header, var key) -> sealed(connection, "API_KEY", header, key);
      case WebhookScheme.StandardWebhooks(var secret) ->
          sealed(connection, "STANDARD_WEBHOOKS", "", secret);
    };
  }

  /// What is sealed names the kind and the label too, so that nobody turns a signature into none by
  /// changing the row.
  private Sealed sealed(ConnectionId connection, String kind, String label, Secret secret) {
    return new Sealed(connection, kind, label, seals.seal(connection, field(kind, label), secret));
  }

  private WebhookScheme opened(Sealed scheme) {
    var field = field(scheme.kind(), scheme.label());
    var secret = seals.open(scheme.connection(), field, scheme.secret());
    return switch (scheme.kind()) {
      case "NONE" -> new WebhookScheme.None();
      case "BASIC" -> new WebhookScheme.Basic(scheme.label(), secret);
      case "HMAC_SHA256" -> new WebhookScheme.HmacSha256(scheme.label(), secret);
      case "HMAC_SHA256_HEX" -> new WebhookScheme.HmacSha256Hex(scheme.label(), secret);
      case "BEARER" -> new WebhookScheme.Bearer(secret);
      case "API_KEY" -> new WebhookScheme.ApiKey(scheme.label(), secret);
      case "STANDARD_WEBHOOKS" -> new WebhookScheme.StandardWebhooks(secret);
      default -> throw new IllegalStateException("a webhook scheme is of kind " + scheme.kind());
    };
  }

  private static String field(String kind, String label) {
    return FIELD + ":" + kind + ":" + label;
  }

  private static Map<ConnectionId, WebhookScheme> with(
      Map<ConnectionId, WebhookScheme> before, ConnectionId connection, WebhookScheme scheme) {
    var after = new HashMap<>(before);
    after.put(connection, scheme);
    return Map.copyOf(after);
  }
}

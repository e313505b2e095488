package ai.superit.halo.webhook;

import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

final class KnownSchemes implements WebhookSchemes {
  private final Map<ConnectionId, AcceptedSchemes> schemes = new ConcurrentHashMap<>();
  private final Set<ConnectionId> unreadable = ConcurrentHashMap.newKeySet();

  @Override
  public Optional<AcceptedSchemes> accepted(ConnectionId connection) {
    return Optional.ofNullable(schemes.get(connection));
  }

  @Override
  public void save(ConnectionId connection, AcceptedSchemes accepted) {
    schemes.put(connection, accepted);
  }

  @Override
  public Set<ConnectionId> unreadable() {
    return Set.copyOf(unreadable);
  }

  void forget(ConnectionId connection) {
    schemes.remove(connection);
  }

  /// It is still there, but cannot be opened here.
  void close(ConnectionId connection) {
    forget(connection);
    unreadable.add(connection);
  }
}

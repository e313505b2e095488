package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import java.util.Optional;
import java.util.Set;

/// What an instance knows that lacks the key of one connection's scheme, until that is replaced.
final class LockedSchemes implements WebhookSchemes {
  private final WebhookSchemes schemes;
  private Set<ConnectionId> unreadable;

  LockedSchemes(WebhookSchemes schemes, ConnectionId unreadable) {
    this.schemes = schemes;
    this.unreadable = Set.of(unreadable);
  }

  @Override
  public Optional<AcceptedSchemes> accepted(ConnectionId connection) {
    return unreadable.contains(connection) ? Optional.empty() : schemes.accepted(connection);
  }

  @Override
  public Set<ConnectionId> unreadable() {
    return unreadable;
  }

  @Override
  public void save(ConnectionId connection, AcceptedSchemes accepted) {
    unreadable = Set.of();
    schemes.save(connection, accepted);
  }
}

package ai.superit.halo.application.sync;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The scope within which a run began, and whether it is still the one that is chosen. Safe for use
/// by many threads.
final class ChosenScope {
  /// A run that reads many pages a second need not ask before each.
  private static final Duration BETWEEN_ASKING = Duration.ofSeconds(1);

  private final SyncScopes scopes;
  private final ConnectionId connection;
  private final InstantSource clock;
  private final Scope scope;
  private boolean outdated;
  private Instant askedAt;

  ChosenScope(SyncScopes scopes, ConnectionId connection, InstantSource clock) {
    this.scopes = scopes;
    this.connection = connection;
    this.clock = clock;
    this.askedAt = clock.instant();
    this.scope = scopes.scope(connection);
  }

  Scope scope() {
    return scope;
  }

  /// As it was a second ago.
  synchronized boolean isOutdated() {
    return outdated || (!clock.instant().isBefore(askedAt.plus(BETWEEN_ASKING)) && isOutdatedNow());
  }

  synchronized boolean isOutdatedNow() {
    var asking = clock.instant();
    outdated = outdated || !scopes.scope(connection).equals(scope);
    askedAt = asking;
    return outdated;
  }
}
